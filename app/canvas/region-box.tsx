import type { NodeProps } from '@xyflow/react'
import css from './canvas.module.css'
import type { RegionNode } from './graph.ts'

/** A faint frame behind the nodes of one region. */
export function RegionBox({ data }: NodeProps<RegionNode>) {
  return (
    <div className={css.region}>
      <span className={css.regionName}>{data.name}</span>
    </div>
  )
}
