import type { NodeProps } from '@xyflow/react'
import css from './canvas.module.css'
import type { RegionNode } from './graph.ts'
import { useHeldRegion } from './held-store.ts'

/** A faint frame behind the nodes of one region. */
export function RegionBox({ data, positionAbsoluteX: x, positionAbsoluteY: y }: NodeProps<RegionNode>) {
  const held = useHeldRegion(data.name)
  return (
    <div
      className={css.region}
      style={held && { translate: `${held.x - x}px ${held.y - y}px`, width: held.width, height: held.height }}
    >
      <span className={css.regionName}>{data.name}</span>
    </div>
  )
}
