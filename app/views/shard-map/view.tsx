import type { ViewProps } from '../node-view.tsx'
import { PartitionRing, type PartitionArc } from './partition-ring.tsx'
import { ShardBars, type Move, type ShardRows } from './shard-bars.tsx'
import css from './shard-map.module.css'

interface ShardMapSnapshot {
  map: number
  partitioning: string
  phase: string
  arcs: PartitionArc[]
  nextArcs: PartitionArc[] | null
  shards: ShardRows[]
  moves: Move[]
}

const PHASES: Readonly<Record<string, string>> = {
  steady: 'nothing moves',
  copying: 'rows are being copied; writes go to both shards',
  frozen: 'writes of rows that move are held while the last are copied',
  'cleaning up': 'the new owners serve; the old ones forget',
}

/** The map of a sharded table: the space of keys, the rows of each shard, and what is on its way. */
export default function ShardMapView({ snapshot }: ViewProps) {
  const { map, partitioning, phase, arcs, nextArcs, shards, moves } = snapshot as unknown as ShardMapSnapshot
  return (
    <figure className={css.figure}>
      <PartitionRing arcs={arcs} next={nextArcs} title={`Map ${map}, ${partitioning}`} />
      <figcaption className={css.caption}>
        Map {map}, {partitioning}: {PHASES[phase] ?? phase}.
      </figcaption>
      <ShardBars shards={shards} moves={moves} moving={phase !== 'steady'} />
    </figure>
  )
}
