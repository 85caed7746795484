import { useEffect, useState } from 'react'
import css from './file-drop.module.css'

interface Props {
  /** What it says while a file is held over the page. */
  invitation: string
  onFile: (file: File) => void
}

/** Takes a file that is dropped anywhere on the page, and says so while it is held over it. */
export function FileDrop({ invitation, onFile }: Props) {
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
      onFile(file)
    }
    addEventListener('dragover', hold)
    addEventListener('dragleave', leave)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragover', hold)
      removeEventListener('dragleave', leave)
      removeEventListener('drop', drop)
    }
  }, [onFile])
  return over ? (
    <div className={css.dropping} data-testid="dropping">
      {invitation}
    </div>
  ) : null
}
