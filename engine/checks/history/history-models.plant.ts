import { RandomStream } from '../../lib/random.ts'
import type { Plant } from '../plant.bed.ts'
import { historyModelNamed } from './catalogue.ts'
import { checkHistory } from './check-history.ts'
import type { HistoryEvent, Json } from './history-event.ts'
import { sessionsOnly, storeHistory, type StoreModelOptions } from './store-model.bed.ts'

type Naive = Omit<StoreModelOptions, 'seed'>

const judge = (model: string, events: readonly HistoryEvent[], initial: Json = null): string | null =>
  checkHistory(historyModelNamed(model), events, { initial }).witness?.says ?? null

const plant = (name: string, bug: string, checker: string, sound: Naive, naive: Naive): Plant => ({
  name,
  protocol: 'replicated registers',
  bug,
  checker,
  run(seed, planted) {
    const events = storeHistory({ seed, ...(planted ? naive : sound) })
    return judge(checker, checker === 'convergence' ? events : sessionsOnly(events))
  },
})

const PEERS: Naive = { kind: 'peers', delivery: 'causal' }
const HOMES: Naive = { ...PEERS, homes: true, steps: 400 }

/** Transfers one at a time, or two that read before either writes. */
function bankHistory(seed: number, naive: boolean): HistoryEvent[] {
  const random = new RandomStream(seed, 'bank')
  const balances: Record<string, number> = { a: 100, b: 100, c: 100 }
  const names = Object.keys(balances)
  const events: HistoryEvent[] = []
  const say = (process: number, f: string, value: Json, answer: Json) => {
    const line = events.length + 1
    events.push({ line, process, type: 'invoke', f, value: f === 'read' ? undefined : value })
    events.push({ line: line + 1, process, type: 'ok', f, value: answer })
  }
  for (let step = 0; step < 20; step++) {
    const pair = [0, 1].map(() => ({ from: names[random.below(3)], to: names[random.below(3)], amount: 10 }))
    const seen = { ...balances }
    for (const [process, { from, to, amount }] of pair.entries()) {
      if (from === to) continue
      const read = naive ? seen : balances
      const [left, right] = [read[from] - amount, read[to] + amount]
      balances[from] = left
      balances[to] = right
      say(process, 'transfer', { from, to, amount }, null)
    }
    say(2, 'read', null, { ...balances })
  }
  return events
}

export const plants: readonly Plant[] = [
  plant(
    'writes-in-different-orders',
    'Replicas take writes on their own, and two sessions see them in different orders.',
    'sequential',
    { kind: 'log' },
    PEERS,
  ),
  plant('answer-before-question', 'A write is shown before what its writer had seen.', 'causal', HOMES, {
    ...HOMES,
    delivery: 'in order',
  }),
  plant(
    'own-write-left-behind',
    'A session does not take along what it has written.',
    'read-your-writes',
    PEERS,
    { ...PEERS, sessions: { writes: false } },
  ),
  plant('reads-left-behind', 'A session does not take along what it has read.', 'monotonic-reads', PEERS, {
    ...PEERS,
    sessions: { reads: false },
  }),
  plant(
    'writes-overtake-one-another',
    'Later writes of a session are shown before its earlier ones.',
    'monotonic-writes',
    PEERS,
    { kind: 'peers', delivery: 'any' },
  ),
  plant(
    'cause-left-out',
    'Writes of others that a writer had read are not waited for.',
    'writes-follow-reads',
    HOMES,
    { ...HOMES, delivery: 'in order' },
  ),
  plant(
    'last-to-arrive-wins',
    'Of two writes each replica keeps the one that came last to it.',
    'convergence',
    PEERS,
    { ...PEERS, winner: 'arrival' },
  ),
  {
    name: 'read-then-write-transfers',
    protocol: 'bank transfer',
    bug: 'Two transfers read the balances before either writes them back.',
    checker: 'bank',
    run: (seed, planted) =>
      judge('bank', bankHistory(seed, planted), {
        balances: { a: 100, b: 100, c: 100 },
        allowNegative: true,
      }),
  },
]
