import { formatNumber } from '../../ui/format.ts'
import type { ViewProps } from '../node-view.tsx'
import css from './broker.module.css'

interface Copy {
  broker: string
  inSync: boolean
  leads: boolean
  /** -1: only its leader knows. */
  end: number
}
interface Partition {
  partition: string
  role: 'leader' | 'follower'
  leader: string
  epoch: number
  start: number
  end: number
  highWatermark: number
  stable: number
  copies: Copy[]
  committed: number
}
interface Member {
  member: string
  partitions: number[]
}

/** Partitions × copies: how far each has come against the high watermark, who is in sync, and how far the group has read. */
export default function BrokerView({ snapshot }: ViewProps) {
  const partitions = snapshot.partitions as Partition[]
  const coordinates = snapshot.coordinates as string[]
  const group = snapshot.group as Member[]
  const brokers = [...new Set(partitions.flatMap(({ copies }) => copies.map(({ broker }) => broker)))].sort()
  return (
    <>
      <p className={css.note}>
        {coordinates.length === 0 ? 'Coordinates nothing' : `Coordinates ${coordinates.join(' and ')}`}. Of
        the partitions that it leads it knows every copy; of the others its own.
      </p>
      <div className={css.scroll} role="region" aria-label="Partitions and their copies" tabIndex={0}>
        <table className={css.table}>
          <thead>
            <tr>
              <th>Partition</th>
              <th>Epoch</th>
              {brokers.map((broker) => (
                <th key={broker}>{broker}</th>
              ))}
              <th>High watermark</th>
              <th>Group behind</th>
            </tr>
          </thead>
          <tbody>
            {partitions.map((each) => (
              <Row key={each.partition} partition={each} brokers={brokers} />
            ))}
          </tbody>
        </table>
      </div>
      {group.length > 0 && (
        <dl className={css.members}>
          {group.map(({ member, partitions: owned }) => (
            <div key={member}>
              <dt>{member}</dt>
              <dd>{owned.length === 0 ? 'nothing' : owned.join(', ')}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  )
}

function Row({ partition, brokers }: { partition: Partition; brokers: readonly string[] }) {
  const { highWatermark, end, committed, role } = partition
  const lag = committed < 0 ? '–' : formatNumber(Math.max(0, highWatermark - committed))
  return (
    <tr className={role === 'leader' ? css.led : undefined}>
      <th scope="row">{partition.partition}</th>
      <td>{partition.epoch}</td>
      {brokers.map((broker) => (
        <CopyCell key={broker} copy={partition.copies.find((copy) => copy.broker === broker)} upTo={end} />
      ))}
      <td>
        {formatNumber(highWatermark)}
        {partition.stable < highWatermark && (
          <span className={css.faint}> (stable {formatNumber(partition.stable)})</span>
        )}
      </td>
      <td>{Number(partition.partition) >= 0 ? lag : '–'}</td>
    </tr>
  )
}

/** One copy: a bar for how far it has come, against the end of the log as it is known here. */
function CopyCell({ copy, upTo }: { copy: Copy | undefined; upTo: number }) {
  if (copy === undefined) return <td>–</td>
  const { leads, inSync, end } = copy
  const what = leads ? 'leads' : inSync ? 'in sync' : 'not in sync'
  const share = end < 0 || upTo === 0 ? 0 : Math.min(1, end / upTo)
  return (
    <td title={end < 0 ? what : `${what}, ends at ${end}`}>
      <span className={`${css.copy} ${leads ? css.leads : inSync ? '' : css.out}`}>
        <span className={css.bar} style={{ inlineSize: `${share * 100}%` }} />
        <span className={css.text}>{end < 0 ? what : formatNumber(end)}</span>
      </span>
    </td>
  )
}
