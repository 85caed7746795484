import { ms } from '../../lib/units.ts'
import type { RaftContext, RaftHost } from './raft-host.ts'

type Measured = Pick<RaftHost<never, never>, 'leads' | 'appliedIndex' | 'behind'> & {
  readonly raft: Pick<
    RaftHost<never, never>['raft'],
    'term' | 'commitIndex' | 'lastIndex' | 'baseIndex' | 'leaseLeftNanos'
  >
}

/** Takes the readings that stand on the node's card and in the charts. */
export function measure(host: Measured, ctx: RaftContext): void {
  const { term, commitIndex, lastIndex, baseIndex, leaseLeftNanos } = host.raft
  ctx.gauge('term', term)
  ctx.gauge('leads', host.leads ? term : 0)
  ctx.gauge('commitIndex', commitIndex)
  ctx.gauge('appliedIndex', host.appliedIndex)
  ctx.gauge('logLength', lastIndex - baseIndex)
  ctx.gauge('behind', host.behind)
  ctx.gauge('leaseLeft', Math.min(leaseLeftNanos, ms(ctx.params.electionMs)))
}
