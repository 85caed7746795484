import { useEffect, useRef } from 'react'
import { session } from '../state/session.ts'
import css from './node-card.module.css'

const READINGS = 60
const HEIGHT = 20
const WIDTH = 100

/** The last six seconds of one reading, from zero up. No axis: it shows the shape, the figure beside it the size. */
export function Sparkline({ lane, columnId }: { lane: number; columnId: string }) {
  const pathRef = useRef<SVGPathElement>(null)
  useEffect(() => {
    const write = () => {
      const ring = session.ring(lane)
      if (ring !== null) pathRef.current?.setAttribute('d', lineOf(ring.tail(columnId, READINGS).values))
    }
    write()
    return session.calmPulse.subscribe(write)
  }, [lane, columnId])
  return (
    <svg className={css.spark} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
      <path ref={pathRef} d="" />
    </svg>
  )
}

/** A line over the readings that exist, broken where there are none. */
function lineOf(values: Float32Array): string {
  let most = 0
  for (const value of values) if (value > most) most = value
  const scale = most === 0 ? 0 : (HEIGHT - 2) / most
  const step = WIDTH / (READINGS - 1)
  const first = READINGS - values.length
  let d = ''
  let drawing = false
  values.forEach((value, i) => {
    if (Number.isNaN(value)) {
      drawing = false
      return
    }
    d += `${drawing ? 'L' : 'M'}${((first + i) * step).toFixed(1)} ${(HEIGHT - 1 - value * scale).toFixed(1)}`
    drawing = true
  })
  return d
}
