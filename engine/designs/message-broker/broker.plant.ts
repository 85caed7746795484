import type { Action } from '../../schema/design.ts'
import type { ReadResult } from '../../services/broker/protocol.ts'
import { TAG } from '../../services/consumer/fetch.ts'
import { service as consumer } from '../../services/consumer/service.ts'
import type { AnyService } from '../../services/define-service.ts'
import { scenarioPlants, type ScenarioBug } from '../scenario-plant.bed.ts'
import { design } from './design.ts'
import { flip } from '../scenario-steps.ts'

const QUIETER: Action = { do: 'set', node: 'shop', param: 'ratePerSecond', value: 250 }
const TRANSACTIONAL = flip('producer', 'transactional')

const LEFT_OUT = 1
const { on }: AnyService = consumer
/** What comes of one partition is thrown away, time and again. */
const leavesOnePartition: AnyService = {
  ...(consumer as AnyService),
  on: {
    ...on,
    reply(state, answer, ...rest) {
      if (answer.tag === TAG.fetch && answer.ok)
        answer.value = (answer.value as readonly ReadResult[]).map((result) =>
          result.partition === LEFT_OUT ? { ...result, answer: null } : result,
        )
      on!.reply!(state, answer, ...rest)
    },
  },
}

const BUGS: readonly ScenarioBug[] = [
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
    name: 'partition-never-read',
    protocol: 'consumer group',
    bug: 'A member owns a partition and never takes in what it fetches of it.',
    checker: 'group-gets-on',
    broken: leavesOnePartition,
    scenario: 'steady',
    seconds: 16,
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

export const plants = scenarioPlants(
  design,
  BUGS.map((bug) => ({ ...bug, also: [QUIETER, ...(bug.also ?? [])] })),
)
