import { SHARD_COLORS } from './partition-ring.tsx'
import css from './shard-map.module.css'

export interface ShardRows {
  shard: number
  rows: number
}
export interface Move {
  from: number
  copied: number
  leaving: number
}

interface Props {
  shards: readonly ShardRows[]
  moves: readonly Move[]
  moving: boolean
}

/** How many rows each shard owns; while rows move, how many of those that leave it have been copied. */
export function ShardBars({ shards, moves, moving }: Props) {
  const most = Math.max(1, ...shards.map(({ rows }) => rows))
  const inOrder = [...shards].sort((a, b) => a.shard - b.shard)
  return (
    <ul className={css.bars}>
      {inOrder.map(({ shard, rows }) => {
        const move = moving ? moves.find(({ from }) => from === shard) : undefined
        return (
          <li key={shard}>
            <span className={css.label}>
              <i className={css[`key${shard % SHARD_COLORS}`]} aria-hidden="true" />
              Shard {shard}
            </span>
            <span className={css.track}>
              <span
                className={css[`key${shard % SHARD_COLORS}`]}
                style={{ inlineSize: `${(rows / most) * 100}%` }}
              />
            </span>
            <b>{rows.toLocaleString('en')}</b>
            {move !== undefined && move.leaving > 0 && (
              <small>
                copied {move.copied.toLocaleString('en')} of {move.leaving.toLocaleString('en')} that leave
              </small>
            )}
          </li>
        )
      })}
    </ul>
  )
}
