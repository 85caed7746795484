import { ms } from '../../lib/units.ts'
import type { RaftContext, RaftHost } from './raft-host.ts'

type Measured = Pick<RaftHost<never, never>, 'leads' | 'appliedIndex' | 'behind'> & {
  readonly raft: Pick<
    RaftHost<never, never>['raft'],
    'term' | 'commitIndex' | 'lastIndex' | 'baseIndex' | 'leaseLeftNanos'
  >
}

/** Between two readings: charts take ten a second, so that more often would be seen by nobody. */
const TICKS = 5

/** The readings that stand on the node's card and in the charts. */
export class Readings {
  #ticks = 0

  /** The host has looked at its clock. */
  tick(host: Measured, ctx: RaftContext): void {
    if (this.#ticks++ % TICKS === 0) measure(host, ctx)
  }
}

function measure(host: Measured, ctx: RaftContext): void {
  const { term, commitIndex, lastIndex, baseIndex, leaseLeftNanos } = host.raft
  ctx.gauge('term', term)
  ctx.gauge('leads', host.leads ? term : 0)
  ctx.gauge('commitIndex', commitIndex)
  ctx.gauge('appliedIndex', host.appliedIndex)
  ctx.gauge('logLength', lastIndex - baseIndex)
  ctx.gauge('behind', host.behind)
  ctx.gauge('leaseLeft', Math.min(leaseLeftNanos, ms(ctx.params.electionMs)))
}
