import { useEffect, useRef } from 'react'
import { session } from '../state/session.ts'
import css from './node-card.module.css'

/** From here on waiting grows faster than load. */
const HIGH = 0.7
const FULL = 0.9

/** How busy a node is, along its lower edge: full width is all servers busy. Hatched when saturated, so that colour is not needed. */
export function LoadBar({ lane, node }: { lane: number; node: string }) {
  const barRef = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const write = () => {
      const bar = barRef.current
      const load = session.latest(lane, `${node}.utilization`)
      if (bar === null) return
      bar.parentElement!.hidden = Number.isNaN(load)
      bar.style.transform = `scaleX(${Math.min(1, load || 0).toFixed(3)})`
      const level = load >= FULL ? 'full' : load >= HIGH ? 'high' : 'low'
      if (bar.dataset.level !== level) bar.dataset.level = level
    }
    write()
    return session.pulse.subscribe(write)
  }, [lane, node])
  return (
    <div className={css.load}>
      <div ref={barRef} className={css.loadFill} />
    </div>
  )
}
