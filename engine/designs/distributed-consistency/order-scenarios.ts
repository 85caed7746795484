import type { Scenario } from '../../schema/design.ts'
import { COORDINATOR_DIES, CUT_APART, DUPLICATION, LOSS, REORDERING, PAYMENTS_CUT } from './breaks.ts'
import { during, flip } from '../scenario-steps.ts'

/** Three services and an order: what each protocol survives, and what it costs. */
export const ORDERS: Record<string, Scenario> = {
  'two phases, coordinator dies': {
    title: 'Two-phase commit blocks',
    doc: 'Whoever voted yes holds its locks until the coordinator is back and says what it had decided.',
    seconds: 12,
    script: during(3, 8, COORDINATOR_DIES),
    breaks: ['orders are decided'],
    holds: ['atomic-commit'],
  },
  'three phases, coordinator dies': {
    title: 'Three-phase commit does not',
    doc: 'The participants finish among themselves, and agree.',
    seconds: 12,
    with: [flip('commit', 'three-phase')],
    script: during(3, 8, COORDINATOR_DIES),
    holds: ['atomic-commit'],
  },
  'three phases, cut apart': {
    title: 'Three-phase commit splits',
    doc: 'The side that has heard the pre-commit commits; the other, which has not, aborts.',
    seconds: 10,
    with: [flip('commit', 'three-phase')],
    script: during(3, 8, CUT_APART),
    violates: ['atomic-commit'],
  },
  'two phases, cut apart': {
    title: 'Two-phase commit waits for the cut to heal',
    doc: 'Nobody disagrees; payments and shipping hold their locks.',
    seconds: 10,
    script: during(3, 8, CUT_APART),
    holds: ['atomic-commit'],
  },
  'decision not logged': {
    title: 'Two-phase commit, the decision not logged',
    doc: 'Stock and shipping have been told to commit; the coordinator crashes, forgets, and tells payments to abort.',
    seconds: 10,
    with: [flip('logging', 'later')],
    script: [2, 4, 6].flatMap((at) => [
      { atSeconds: at, action: { ...PAYMENTS_CUT, id: `cut-${at}` } },
      { atSeconds: at + 0.3, action: { ...COORDINATOR_DIES, id: `dies-${at}` } },
      { atSeconds: at + 0.5, action: { do: 'lift', id: `cut-${at}` } as const },
      { atSeconds: at + 0.8, action: { do: 'lift', id: `dies-${at}` } as const },
    ]),
    violates: ['atomic-commit'],
  },
  'saga, bad network': {
    title: 'A saga on a bad network',
    doc: 'Steps and compensations are sent until they are confirmed, and taken once.',
    seconds: 12,
    with: [flip('commit', 'saga')],
    script: during(2, 7, LOSS, DUPLICATION, REORDERING),
    holds: ['sagas-end-whole'],
  },
  'saga, not idempotent': {
    title: 'A saga whose steps are repeated',
    doc: 'A copy of a message charges twice.',
    seconds: 8,
    with: [flip('commit', 'saga'), flip('steps', 'repeated')],
    script: during(2, 6, DUPLICATION),
    violates: ['sagas-end-whole'],
  },
  'saga, compensated once': {
    title: 'A saga that gives up on compensations',
    doc: 'The network loses a refund, and nobody asks again.',
    seconds: 12,
    with: [flip('commit', 'saga'), flip('compensations', 'once')],
    script: during(2, 8, CUT_APART),
    violates: ['sagas-end-whole'],
  },
}
