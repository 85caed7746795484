import { useEffect, useRef } from 'react'
import { session } from '../state/session.ts'
import css from './node-card.module.css'

/** From here on waiting grows faster than load. */
const HIGH = 0.7
const FULL = 0.9
/** Readings that are looked back on: a second. */
const RECENT = 10

/** How busy a node is, along its lower edge: full width is all servers busy. Hatched when saturated, so that colour is not needed. */
export function LoadBar({ lane, node }: { lane: number; node: string }) {
  const barRef = useRef<HTMLDivElement>(null)
  useEffect(() => {
    let shown = NaN
    const write = () => {
      const bar = barRef.current
      const load = session.ring(lane)?.recentMean(`${node}.utilization`, RECENT) ?? NaN
      const percent = Number.isNaN(load) ? -1 : Math.round(100 * Math.min(1, load))
      if (bar === null || percent === shown) return // what does not change costs no layout
      shown = percent
      bar.parentElement!.hidden = percent < 0
      bar.style.width = `${percent}%` // a transform would make a layer of its own
      const level = load >= FULL ? 'full' : load >= HIGH ? 'high' : 'low'
      if (bar.dataset.level !== level) bar.dataset.level = level
    }
    write()
    return session.calmPulse.subscribe(write)
  }, [lane, node])
  return (
    <div className={css.load}>
      <div ref={barRef} className={css.loadFill} />
    </div>
  )
}
