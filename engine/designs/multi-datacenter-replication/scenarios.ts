import type { Action, Scenario } from '../../schema/design.ts'
import { CUT_OFF, LAG_SPIKE, LINK_CUT, ONE_WAY, OUTAGE, SKEW } from './faults.ts'
import { REPLICAS } from './regions.ts'

type Inject = Extract<Action, { do: 'inject' }>
const flip = (name: string, to: string): Action => ({ do: 'switch', name, to })
const lift = (id: string): Action => ({ do: 'lift', id })

/** Logs are shipped every 200 ms: this is between two shipments. */
const STRIKES_AT_SECONDS = 6.15

/** Strikes, and is lifted at `until`. */
const during = (fault: Inject, until: number): Scenario['script'] => [
  { atSeconds: STRIKES_AT_SECONDS, action: fault },
  { atSeconds: until, action: lift(fault.id) },
]
const SERVED = ['us users are served', 'ap users are served']
const LOG = ['no-acknowledged-write-lost', 'one-leader-per-epoch', 'replicas-converge']
const PEERS = ['no-acknowledged-write-lost', 'replicas-converge', 'writes-resume']

/** Every promise under every fault of the entry, and what breaks without each idea. */
export const SCENARIOS: Record<string, Scenario> = {
  steady: {
    title: 'Three regions, semi-synchronous',
    doc: 'The leader is in Virginia; a write waits for one other region.',
    seconds: 20,
    meets: [...SERVED, 'ap users are fast'],
    holds: [...LOG, 'writes-resume', 'overwritten-stays-overwritten'],
  },
  'region outage': {
    title: 'The leader’s data centre dies',
    doc: 'Another region takes over within a few seconds, with every acknowledged write; the dead one comes back as a follower.',
    seconds: 38,
    script: during(OUTAGE, 18),
    meets: SERVED,
    holds: [...LOG, 'writes-resume', 'overwritten-stays-overwritten'],
  },
  'region outage, async': {
    title: 'The leader’s data centre dies, asynchronous',
    doc: 'What was acknowledged and not yet shipped is lost.',
    seconds: 38,
    with: [flip('mode', 'async')],
    script: during(OUTAGE, 18),
    meets: SERVED,
    holds: ['one-leader-per-epoch', 'replicas-converge', 'writes-resume'],
    violates: ['no-acknowledged-write-lost'],
  },
  'region outage, sync': {
    title: 'The leader’s data centre dies, synchronous',
    doc: 'Nothing is lost, and nothing is written: a majority of every region is needed.',
    seconds: 42,
    with: [flip('mode', 'sync')],
    script: during(OUTAGE, 22),
    holds: [...LOG, 'overwritten-stays-overwritten'],
    breaks: SERVED,
    violates: ['writes-resume'],
  },
  'region outage, no failover': {
    title: 'The leader’s data centre dies, and nobody takes over',
    doc: 'Reads go on, writes wait for the return of the region.',
    seconds: 42,
    with: [flip('failover', 'off')],
    script: during(OUTAGE, 22),
    breaks: SERVED,
    holds: LOG,
    violates: ['writes-resume'],
  },
  'one data centre': {
    title: 'Without replication',
    doc: 'One copy of the data: when it is gone, everything is.',
    seconds: 26,
    without: REPLICAS.slice(1),
    script: during(OUTAGE, 18),
    breaks: SERVED,
    violates: ['writes-resume'],
  },
  'leader cut off': {
    title: 'The leader is cut off, with users around it',
    doc: 'Its lease runs out before anybody else may lead: its own users wait, the others go on.',
    seconds: 38,
    script: during(CUT_OFF, 18),
    meets: ['ap users are served'],
    holds: [...LOG, 'writes-resume', 'overwritten-stays-overwritten'],
  },
  'split brain': {
    title: 'The leader is cut off, without fencing',
    doc: 'Asynchronous, and silence alone promotes: both sides take writes, and one side’s are thrown away.',
    seconds: 38,
    with: [flip('mode', 'async'), flip('fencing', 'off')],
    script: during(CUT_OFF, 18),
    violates: ['one-leader-per-epoch', 'no-acknowledged-write-lost'],
  },
  'split brain, fenced': {
    title: 'The leader is cut off, asynchronous and fenced',
    doc: 'One leader at a time; what it acknowledged before its lease ran out is lost all the same.',
    seconds: 38,
    with: [flip('mode', 'async')],
    script: during(CUT_OFF, 18),
    holds: ['one-leader-per-epoch', 'replicas-converge', 'writes-resume'],
    violates: ['no-acknowledged-write-lost'],
  },
  'link cut': {
    title: 'The link between Virginia and Singapore is cut',
    doc: 'Singapore reads old values and cannot win an election, because Ireland still hears the leader; afterwards it catches up.',
    seconds: 35,
    script: during(LINK_CUT, 16),
    meets: SERVED,
    holds: [...LOG, 'writes-resume', 'overwritten-stays-overwritten'],
  },
  'one-way cut': {
    title: 'Nobody hears the leader, but it hears everybody',
    doc: 'Without confirmations its lease runs out; the others elect one who is heard.',
    seconds: 35,
    script: during(ONE_WAY, 16),
    meets: ['ap users are served'],
    holds: [...LOG, 'writes-resume', 'overwritten-stays-overwritten'],
  },
  'lag spike': {
    title: 'The leader’s links are a quarter of a second slower',
    doc: 'Writes take longer and followers are further behind; nobody mistakes it for a failure.',
    seconds: 35,
    script: during(LAG_SPIKE, 16),
    meets: SERVED,
    holds: [...LOG, 'writes-resume', 'overwritten-stays-overwritten'],
  },
  'clock skew': {
    title: 'The leader’s clocks jump ahead',
    doc: 'Five seconds at once. Its lease goes by a clock that is never set, so that it still leads.',
    seconds: 38,
    script: during(SKEW, 18),
    meets: SERVED,
    holds: [...LOG, 'writes-resume', 'overwritten-stays-overwritten'],
  },
  'clock skew, hybrid clocks': {
    title: 'Multi-leader, clocks ahead, hybrid timestamps',
    doc: 'A write is stamped later than whatever its writer has seen, whatever the clock says.',
    seconds: 38,
    with: [flip('mode', 'multi-leader')],
    script: during(SKEW, 18),
    meets: SERVED,
    holds: [...PEERS, 'overwritten-stays-overwritten'],
  },
  'clock skew, wall clocks': {
    title: 'Multi-leader, clocks ahead, wall-clock timestamps',
    doc: 'For five seconds nobody can overwrite what Virginia wrote: later writes are dropped as older.',
    seconds: 38,
    with: [flip('mode', 'multi-leader'), flip('clocks', 'wall')],
    script: during(SKEW, 18),
    violates: ['overwritten-stays-overwritten'],
  },
  'multi-leader, link cut': {
    title: 'Multi-leader, one link cut',
    doc: 'Everybody goes on writing at home; Singapore hears Ireland’s answers before Virginia’s questions.',
    seconds: 35,
    with: [flip('mode', 'multi-leader')],
    script: during(LINK_CUT, 16),
    meets: [...SERVED, 'ap users are fast'],
    holds: PEERS,
    violates: ['causal-order'],
  },
  'causal, link cut': {
    title: 'Causal broadcast, one link cut',
    doc: 'Singapore keeps Ireland’s answers back until Virginia’s questions have come by way of Ireland.',
    seconds: 35,
    with: [flip('mode', 'causal')],
    script: during(LINK_CUT, 16),
    meets: [...SERVED, 'ap users are fast'],
    holds: [...PEERS, 'causal-order'],
  },
  'shown as they arrive': {
    title: 'Broadcast without causes, one link cut',
    doc: 'Writes carry what they depend on, and nobody waits for it: Singapore shows answers before their questions.',
    seconds: 35,
    with: [flip('mode', 'causal'), flip('delivery', 'arrival')],
    script: during(LINK_CUT, 16),
    violates: ['causal-order'],
  },
  'causal, region outage': {
    title: 'Causal broadcast, a data centre dies',
    doc: 'Nobody leads, so nobody has to take over.',
    seconds: 38,
    with: [flip('mode', 'causal')],
    script: during(OUTAGE, 18),
    meets: SERVED,
    holds: [...PEERS, 'causal-order'],
  },
  'sent once': {
    title: 'Multi-leader, one link cut, nothing sent again',
    doc: 'What the cut has swallowed is missing for ever.',
    seconds: 35,
    with: [flip('mode', 'multi-leader'), flip('repair', 'off')],
    script: during(LINK_CUT, 16),
    violates: ['replicas-converge'],
  },
  'local quorum, region outage': {
    title: 'LOCAL_QUORUM, a data centre dies',
    doc: 'Two of three at home are enough: the others do not notice; hints bring the dead one up to date.',
    seconds: 38,
    with: [flip('mode', 'local-quorum')],
    script: during(OUTAGE, 18),
    meets: [...SERVED, 'ap users are fast'],
    holds: PEERS,
  },
  'each quorum, region outage': {
    title: 'EACH_QUORUM, a data centre dies',
    doc: 'A majority of every region is needed: nobody writes.',
    seconds: 42,
    with: [flip('mode', 'each-quorum')],
    script: during(OUTAGE, 22),
    breaks: SERVED,
    holds: ['no-acknowledged-write-lost', 'replicas-converge'],
    violates: ['writes-resume'],
  },
  'counters, leader cut off': {
    title: 'Conflict-free counters, Virginia cut off',
    doc: 'Both sides count on; afterwards the sums are right.',
    seconds: 38,
    with: [flip('mode', 'crdt')],
    script: during(CUT_OFF, 18),
    meets: [...SERVED, 'ap users are fast'],
    holds: PEERS,
  },
}
