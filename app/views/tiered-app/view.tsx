import { GenericView } from '../generic-view.tsx'
import type { ViewProps } from '../node-view.tsx'
import { LatencyHumps, type LatencyBand } from './latency-humps.tsx'
import css from './tiered-app.module.css'

/** A server with two cache levels: what its answers took, by where they came from, and what its own memory holds. */
export default function TieredAppView({ snapshot }: ViewProps) {
  const { profile, sources, own, ...rest } = snapshot
  const {
    latest,
    queues: _queues,
    targets: _targets,
    hand: _hand,
    ...memory
  } = own as Record<string, unknown>
  return (
    <>
      <div>
        <h4 className={css.title}>Latencies of the last seconds</h4>
        <LatencyHumps bands={profile as LatencyBand[]} sources={sources as string[]} />
      </div>
      <GenericView snapshot={{ ...rest, 'own memory': memory, 'stored last': latest }} />
    </>
  )
}
