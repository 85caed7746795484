import { formatCount, formatShare } from '../../ui/format.ts'
import css from './storage-node.module.css'

export interface Member {
  node: string
  status: string
  alive: boolean
  phi: number
}
interface RingProps {
  self: string
  /** First owners at even steps round the ring. */
  arcs: string[]
  shares: { node: string; share: number }[]
  members: Member[]
  hints: { for: string; count: number }[]
}

const SIZE = 132
const RADIUS = 54
/** Beyond six members colours come again; the list beside the ring says who is who. */
const COLOURS = 6

/** The ring as this node sees it: whose each stretch is, who is taken for dead, and for whom hints are kept. */
export function RingPicture({ self, arcs, shares, members, hints }: RingProps) {
  const colourOf = new Map(members.map(({ node }, i) => [node, `var(--series-${(i % COLOURS) + 1})`]))
  const own = shares.find(({ node }) => node === self)?.share ?? 0
  const shareText = formatShare(own)
  return (
    <figure className={css.ring}>
      <svg
        viewBox={`0 0 ${SIZE} ${SIZE}`}
        role="img"
        aria-label={`${self} owns ${shareText.figure} ${shareText.unit}`}
      >
        {arcs.map((node, step) => (
          <path
            key={step}
            d={arc(step, arcs.length)}
            stroke={colourOf.get(node)}
            strokeWidth={node === self ? 16 : 8}
            strokeOpacity={isAlive(members, node) ? 1 : 0.25}
            fill="none"
          />
        ))}
        <text x={SIZE / 2} y={SIZE / 2 - 2} className={css.share}>
          {shareText.figure} {shareText.unit}
        </text>
        <text x={SIZE / 2} y={SIZE / 2 + 12} className={css.shareLabel}>
          of the ring
        </text>
      </svg>
      <figcaption>
        <table className={css.members}>
          <thead>
            <tr>
              <th>Node</th>
              <th>Seen as</th>
              <th>φ</th>
              <th>Hints</th>
            </tr>
          </thead>
          <tbody>
            {members.map(({ node, status, alive, phi }) => (
              <tr key={node} className={alive ? undefined : css.dead}>
                <td>
                  <i style={{ background: colourOf.get(node) }} />
                  {node}
                </td>
                <td>{alive ? inWords(status) : 'dead'}</td>
                <td>{node === self ? '–' : phi > 99 ? '> 99' : phi.toFixed(1)}</td>
                <td>{formatCount(hints.find((hint) => hint.for === node)?.count ?? 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </figcaption>
    </figure>
  )
}

function isAlive(members: readonly Member[], node: string): boolean {
  return members.find((member) => member.node === node)?.alive ?? true
}

function inWords(status: string): string {
  if (status === 'normal') return 'in the ring'
  return status === 'outside' ? 'stands by' : status
}

/** A stretch of the circle, from the top on, a little longer than its share so that no gap shows. */
function arc(step: number, steps: number): string {
  const point = (at: number) => {
    const angle = (at / steps) * 2 * Math.PI - Math.PI / 2
    return `${SIZE / 2 + RADIUS * Math.cos(angle)} ${SIZE / 2 + RADIUS * Math.sin(angle)}`
  }
  return `M ${point(step)} A ${RADIUS} ${RADIUS} 0 0 1 ${point(step + 1.03)}`
}
