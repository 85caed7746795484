import { arc } from 'd3-shape'
import css from './shard-map.module.css'

const SIZE = 220
const OUTER = 104
const INNER = 80
/** Colours of the shards, in their order; further ones begin again. */
export const SHARD_COLORS = 6

export interface PartitionArc {
  from: number
  to: number
  member: number
}

interface Props {
  arcs: readonly PartitionArc[]
  /** The division that is being moved to. */
  next: readonly PartitionArc[] | null
  title: string
}

/** The space that keys are laid out in, as a ring: whose each stretch is, and inside, whose it will be. */
export function PartitionRing({ arcs, next, title }: Props) {
  return (
    <svg
      className={css.ring}
      viewBox={`${-SIZE / 2} ${-SIZE / 2} ${SIZE} ${SIZE}`}
      role="img"
      aria-label={next === null ? `${title}: ${told(arcs)}` : `${title}: ${told(arcs)}; next: ${told(next)}`}
    >
      <Arcs arcs={arcs} inner={INNER} outer={OUTER} />
      {next !== null && <Arcs arcs={next} inner={INNER - 26} outer={INNER - 6} />}
      <text className={css.center} textAnchor="middle" dy={next === null ? '0.35em' : '-0.2em'}>
        {next === null ? 'in force' : 'outer: now'}
      </text>
      {next !== null && (
        <text className={css.center} textAnchor="middle" dy="1.1em">
          inner: next
        </text>
      )}
    </svg>
  )
}

function Arcs({ arcs, inner, outer }: { arcs: readonly PartitionArc[]; inner: number; outer: number }) {
  const shape = arc<PartitionArc>()
    .innerRadius(inner)
    .outerRadius(outer)
    .startAngle(({ from }) => from * 2 * Math.PI)
    .endAngle(({ to }) => to * 2 * Math.PI)
  return arcs.map((each) => (
    <path
      key={each.from}
      className={css[`shard${each.member % SHARD_COLORS}`]}
      d={shape(each) ?? undefined}
    />
  ))
}

/** Which share of the space each shard has, in words. */
function told(arcs: readonly PartitionArc[]): string {
  const shares = new Map<number, number>()
  for (const { from, to, member } of arcs) shares.set(member, (shares.get(member) ?? 0) + to - from)
  return [...shares]
    .sort(([a], [b]) => a - b)
    .map(([member, share]) => `shard ${member} ${Math.round(share * 100)} %`)
    .join(', ')
}
