import type { Action, Scenario } from '../../schema/design.ts'
import { CRASH, DELAY, LINK_CUT, PARTITION, REORDERING } from './breaks.ts'
import { REPLICAS } from './sides.ts'
import { during, flip } from '../scenario-steps.ts'

/** Many keys, so that some are at rest, and few users, for it takes long. */
const RARELY: Action[] = ['a-users', 'b-users'].flatMap((node) => [
  { do: 'set', node, param: 'keys', value: 60 },
  { do: 'set', node, param: 'keySkew', value: 0 },
  { do: 'set', node, param: 'users', value: 3 },
])
RARELY.push({ do: 'set', node: 'payers', param: 'users', value: 1 })

/** Ireland only reads, and often: what is missing there is noticed before it is overwritten. */
const READERS: Action[] = [
  { do: 'set', node: 'a-users', param: 'keys', value: 20 },
  { do: 'set', node: 'b-users', param: 'keys', value: 20 },
  { do: 'set', node: 'b-users', param: 'readShare', value: 1 },
  { do: 'set', node: 'b-users', param: 'thinkMs', value: 60 },
  ...REPLICAS.map((node): Action => ({ do: 'set', node, param: 'shipMs', value: 20 })),
]

const BOTH = ['Virginia is served', 'Ireland is served']
const SESSION = ['reads-own-writes', 'reads-never-go-back']
const CAUSAL = ['causally-consistent', ...SESSION, 'writes-keep-their-order', 'writes-follow-reads']
const SEQUENTIAL = ['sequentially-consistent', ...CAUSAL]
const STRONG = ['linearizable', ...SEQUENTIAL]

/** What each model promises and what it does not, with the network whole and cut; and transfers by isolation. */
export const SCENARIOS: Record<string, Scenario> = {
  steady: {
    title: 'Linearizable',
    doc: 'One log; a write waits for two of three replicas, a read for the leader’s word that it still leads.',
    seconds: 6,
    meets: [...BOTH, 'payers are served'],
    breaks: ['Ireland is fast'],
    holds: [...STRONG, 'money-is-conserved'],
  },
  sequential: {
    title: 'Sequential',
    doc: 'The same log, read at home: fast, in everybody’s own order, and a little old.',
    seconds: 6,
    with: [flip('mode', 'sequential')],
    meets: BOTH,
    holds: SEQUENTIAL,
    violates: ['linearizable'],
  },
  causal: {
    title: 'Causal',
    doc: 'Everybody writes at home; nobody sees an effect without its cause, and no two need see one order.',
    seconds: 10,
    with: [flip('mode', 'causal')],
    script: during(2, 8, LINK_CUT),
    meets: [...BOTH, 'Ireland is fast'],
    holds: CAUSAL,
    violates: ['linearizable'],
  },
  session: {
    title: 'Session',
    doc: 'Users see their own writes and never go back; who reads an answer may miss the question.',
    seconds: 6,
    with: [flip('mode', 'session')],
    meets: [...BOTH, 'Ireland is fast'],
    holds: SESSION,
    violates: ['linearizable'],
  },
  'session, link cut': {
    title: 'Session, one link cut, every write sent once',
    doc: 'Ireland gets the answers of Virginia 2, and not the questions of Virginia 1.',
    seconds: 14,
    with: [flip('mode', 'session'), flip('repair', 'off'), ...READERS],
    script: during(2, 13, LINK_CUT),
    meets: ['Ireland is served'],
    holds: SESSION,
    violates: ['causally-consistent', 'writes-follow-reads'],
  },
  eventual: {
    title: 'Eventual',
    doc: 'Fast everywhere. Users miss their own writes, go back in time, and lose updates.',
    seconds: 14,
    with: [flip('mode', 'eventual'), flip('conflicts', 'lww')],
    meets: [...BOTH, 'Ireland is fast'],
    violates: [
      'linearizable',
      'sequentially-consistent',
      'causally-consistent',
      ...SESSION,
      'writes-keep-their-order',
      'no-write-dropped',
    ],
  },
  'partition, linearizable': {
    title: 'Cut, linearizable: consistent, not available',
    doc: 'Virginia has two of three replicas and goes on; Ireland neither writes nor reads until the cut heals.',
    seconds: 10,
    script: during(2, 7, PARTITION),
    meets: ['Virginia is served'],
    breaks: ['Ireland is served'],
    holds: STRONG,
  },
  'partition, sequential': {
    title: 'Cut, sequential: reads go on',
    doc: 'Ireland reads what it had, in order; writes wait for the log.',
    seconds: 10,
    with: [flip('mode', 'sequential')],
    script: during(2, 7, PARTITION),
    breaks: ['Ireland is served'],
    holds: SEQUENTIAL,
    violates: ['linearizable'],
  },
  'partition, eventual': {
    title: 'Cut, eventual: available, not consistent',
    doc: 'Both sides read and write; fifteen seconds after the cut has healed all replicas are the same again.',
    seconds: 30,
    with: [flip('mode', 'eventual'), ...RARELY],
    script: during(3, 8, PARTITION),
    meets: [...BOTH, 'Ireland is fast'],
    holds: ['replicas-converge'],
    violates: ['linearizable'],
  },
  'partition, never repaired': {
    title: 'Cut, eventual, every write sent once',
    doc: 'What the cut has swallowed is missing for ever.',
    seconds: 30,
    with: [flip('mode', 'eventual'), flip('repair', 'off'), ...RARELY],
    script: during(3, 8, PARTITION),
    violates: ['replicas-converge'],
  },
  'partition, siblings': {
    title: 'Cut, eventual, siblings',
    doc: 'Writes made apart are kept side by side until somebody who has seen both writes again.',
    seconds: 8,
    with: [flip('mode', 'eventual'), flip('conflicts', 'siblings')],
    script: during(2, 6, PARTITION),
    meets: BOTH,
    holds: ['no-write-dropped'],
  },
  'partition, counters': {
    title: 'Cut, eventual, conflict-free counters',
    doc: 'Likes are counted on both sides, and the sum comes out right.',
    seconds: 30,
    with: [flip('mode', 'eventual'), flip('conflicts', 'counter'), ...RARELY],
    script: during(3, 8, PARTITION),
    meets: [...BOTH, 'Ireland is fast'],
    holds: ['replicas-converge'],
  },
  delay: {
    title: 'Slow links, linearizable',
    doc: 'Everybody waits longer, and nobody sees anything old.',
    seconds: 8,
    script: during(2, 6, DELAY),
    holds: STRONG,
  },
  reorder: {
    title: 'Messages overtake, linearizable',
    doc: 'The log puts them in order.',
    seconds: 8,
    script: during(2, 6, REORDERING),
    meets: BOTH,
    holds: STRONG,
  },
  'replica crash': {
    title: 'A replica crashes, linearizable',
    doc: 'If it led, another is elected within two seconds; nothing that was acknowledged is missing.',
    seconds: 12,
    script: during(3, 7, CRASH),
    holds: STRONG,
  },
  'naive transfers': {
    title: 'Transfers that read, then write, at read committed',
    doc: 'The source’s code: within seconds money is missing, or there is too much.',
    seconds: 6,
    with: [flip('isolation', 'read-committed')],
    violates: ['money-is-conserved'],
  },
  'dirty transfers': {
    title: 'Transfers that read, then write, at read uncommitted',
    doc: 'Balances that are not even committed are taken for true.',
    seconds: 6,
    with: [flip('isolation', 'read-uncommitted')],
    violates: ['money-is-conserved'],
  },
  'locked transfers': {
    title: 'Transfers under row locks, at read committed',
    doc: 'SELECT … FOR UPDATE: the second waits for the first.',
    seconds: 6,
    with: [flip('isolation', 'read-committed'), flip('transfers', 'locked')],
    meets: ['payers are served'],
    holds: ['money-is-conserved'],
  },
  'transfers in place': {
    title: 'Transfers in place, at read committed',
    doc: 'UPDATE … SET balance = balance - x: nothing is read beforehand that could be old.',
    seconds: 6,
    with: [flip('isolation', 'read-committed'), flip('transfers', 'in-place')],
    meets: ['payers are served'],
    holds: ['money-is-conserved'],
  },
  'snapshot transfers': {
    title: 'Transfers at snapshot isolation',
    doc: 'The second writer of a balance is told so, and begins anew.',
    seconds: 6,
    with: [flip('isolation', 'snapshot')],
    holds: ['money-is-conserved'],
  },
}
