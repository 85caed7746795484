import { INVARIANTS } from '../../checks/catalogue.ts'
import type { Plant } from '../../checks/plant.bed.ts'
import { RandomStream } from '../../lib/random.ts'
import { s } from '../../lib/units.ts'
import { assemble } from '../../run/assemble.ts'
import type { Action, Scenario } from '../../schema/design.ts'
import { SERVICES } from '../../services/catalogue.ts'
import { design } from './design.ts'

interface Bug {
  name: string
  protocol: string
  bug: string
  checker: string
  /** What makes the wrong one of the right one. */
  plant: Action
  /** The scenario whose faults show it, without its switches but for these. */
  scenario: string
  also?: Action[]
}

const RATE_PER_SECOND = 250
const flip = (name: string, to: string): Action => ({ do: 'switch', name, to })
const TRANSACTIONAL = flip('producer', 'transactional')

const BUGS: readonly Bug[] = [
  {
    name: 'acknowledged-before-in-sync',
    protocol: 'partition log',
    bug: 'A batch is acknowledged when the leader has it, before any follower does.',
    checker: 'acknowledged-records-survive',
    plant: flip('acks', 'leader'),
    scenario: 'leader crash, acknowledged by the leader',
  },
  {
    name: 'high-watermark-of-leader-alone',
    protocol: 'partition log',
    bug: 'The high watermark is the end of the leader’s log, whatever followers have fetched.',
    checker: 'acknowledged-records-survive',
    plant: { do: 'set', node: 'broker-1', param: 'watermark', value: 'leader' },
    scenario: 'leader crash, acknowledged by the leader',
  },
  {
    name: 'last-copy-acknowledges',
    protocol: 'partition log',
    bug: 'All in sync may be one copy: the leader acknowledges alone.',
    checker: 'acknowledged-records-survive',
    plant: flip('minInSync', 'one'),
    scenario: 'one in sync',
  },
  {
    name: 'unclean-election',
    protocol: 'broker controller',
    bug: 'A replica that is not in sync is elected.',
    checker: 'acknowledged-records-survive',
    plant: flip('election', 'unclean'),
    scenario: 'unclean election',
  },
  {
    name: 'offset-shows-two-records',
    protocol: 'broker controller',
    bug: 'A replica that is not in sync is elected, and gives offsets that were read to other records.',
    checker: 'partition-order',
    plant: flip('election', 'unclean'),
    scenario: 'unclean election',
  },
  {
    name: 'truncation-without-epoch',
    protocol: 'partition log',
    bug: 'A restarted follower cuts its log at its own high watermark (the loss that KIP-101 describes).',
    checker: 'acknowledged-records-survive',
    plant: flip('truncation', 'watermark'),
    scenario: 'crash after restart',
  },
  {
    name: 'retry-without-sequence',
    protocol: 'producer',
    bug: 'A batch is sent again without a number by which the broker could recognise it.',
    checker: 'records-once',
    plant: flip('producer', 'plain'),
    scenario: 'lost answers, plain',
  },
  {
    name: 'zombie-not-fenced',
    protocol: 'transactional log',
    bug: 'Nobody looks at a producer’s epoch: one that was given up on goes on.',
    checker: 'transactions-seen-once',
    plant: flip('fencing', 'off'),
    scenario: 'zombie producer, not fenced',
    also: [TRANSACTIONAL],
  },
  {
    name: 'last-stable-offset-ignored',
    protocol: 'transactional log',
    bug: 'Readers go beyond the first open transaction and do not leave aborted ones out.',
    checker: 'transactions-seen-once',
    plant: flip('isolation', 'uncommitted'),
    scenario: 'read uncommitted',
    also: [TRANSACTIONAL],
  },
  {
    name: 'committed-before-processed',
    protocol: 'consumer group',
    bug: 'A member writes its position down before it has done the work.',
    checker: 'group-skips-nothing',
    plant: flip('commit', 'before'),
    scenario: 'consumer crash, committed before',
  },
  {
    name: 'generation-not-checked',
    protocol: 'consumer group',
    bug: 'A member of an earlier generation may commit: a partition has two owners.',
    checker: 'one-owner-per-generation',
    plant: flip('generations', 'ignored'),
    scenario: 'consumer pause, generations ignored',
  },
  {
    name: 'deleted-before-read',
    protocol: 'partition log',
    bug: 'Records are deleted by age, before a group that was away has read them.',
    checker: 'group-skips-nothing',
    plant: flip('cleanup', 'short'),
    scenario: 'group away',
  },
]

/** The script of a scenario, each step a little earlier or later as the seed will have it. */
function shifted({ script = [] }: Scenario, seed: number): Scenario['script'] {
  const shift = 0.2 * new RandomStream(seed, 'plant').uniform()
  return script.map(({ atSeconds, action }) => ({ atSeconds: atSeconds + shift, action }))
}

/** One run of the design under the scenario's faults; what the checker has to say. */
function run(
  { plant, scenario: name, also = [], checker }: Bug,
  seed: number,
  planted: boolean,
): string | null {
  const scenario = design.scenarios[name]
  const world = assemble(
    { ...design.document, invariants: [checker] },
    { kinds: SERVICES, invariants: INVARIANTS, seed, switches: design.switches },
  )
  world.act({ do: 'set', node: 'shop', param: 'ratePerSecond', value: RATE_PER_SECOND })
  for (const action of also) world.act(action)
  if (planted) world.act(plant)
  const script = shifted(scenario, seed)!
  world.runScript(
    script.map(({ atSeconds, action }) => ({ atNanos: s(atSeconds), action })),
    s(scenario.seconds),
  )
  return world.parts.checks.verdicts()[0].firstViolation?.says ?? null
}

export const plants: readonly Plant[] = BUGS.map((bug) => ({
  name: bug.name,
  protocol: bug.protocol,
  bug: bug.bug,
  checker: bug.checker,
  run: (seed, planted) => run(bug, seed, planted),
}))
