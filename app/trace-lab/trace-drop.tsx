import { useEffect, useState } from 'react'
import { studyFile } from './trace-study.ts'
import css from './trace-lab.module.css'

/** Takes a file that is dropped anywhere on the page, and says so while it is held over it. */
export function TraceDrop() {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const hold = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return
      event.preventDefault()
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent) => {
      const file = event.dataTransfer?.files[0]
      setOver(false)
      if (file === undefined) return
      event.preventDefault()
      void studyFile(file)
    }
    addEventListener('dragover', hold)
    addEventListener('dragleave', leave)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragover', hold)
      removeEventListener('dragleave', leave)
      removeEventListener('drop', drop)
    }
  }, [])
  return over ? (
    <div className={css.dropping} data-testid="dropping">
      Drop a recorded trace to see what every eviction policy makes of it
    </div>
  ) : null
}
