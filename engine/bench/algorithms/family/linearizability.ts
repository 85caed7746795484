import { checkHistory } from '../../../checks/history/check-history.ts'
import type { HistoryEvent, Json } from '../../../checks/history/history-event.ts'
import { model } from '../../../checks/history/models/kv.ts'
import { assert } from '../../../lib/assert.ts'
import { RandomStream } from '../../../lib/random.ts'
import type { AlgorithmFamily } from '../algorithm-family.ts'

const OPERATIONS = 10_000
const KEYS = 10
const CLIENTS = 20
/** Few enough for a read to fit several writes. */
const VALUES = 50

/** Whether a history is that of one copy: clients that all ask at once, half of them to write; counted by operations judged. */
export const family: AlgorithmFamily = {
  workloads: () => {
    const events = recorded(new RandomStream(1, 'bench/history'))
    return [
      {
        suite: 'algorithms',
        name: 'linearizability: 10,000 operations on 10 keys by 20 clients',
        count: 10 * OPERATIONS,
        ours: () => (count) => {
          for (let left = count; left > 0; left -= OPERATIONS) {
            // The beginning of a history is one, too: for quick looks.
            const { verdict } = checkHistory(model, events.slice(0, 2 * left))
            assert(verdict === 'holds', 'what a single copy has answered is linearizable')
          }
        },
      },
    ]
  },
}

/** A store that takes each request at some instant between its invocation and its answer. */
function recorded(random: RandomStream): HistoryEvent[] {
  const store = new Map<number, Json>()
  const events: HistoryEvent[] = []
  const asking = new Map<number, { event: HistoryEvent; answer: Json | undefined }>()
  const ask = (process: number) => {
    const f = random.chance(0.5) ? 'put' : 'get'
    const value = f === 'put' ? { value: random.below(VALUES) } : {}
    const event = { line: events.length + 1, process, f, key: random.below(KEYS), ...value }
    events.push({ ...event, type: 'invoke' })
    asking.set(process, { event: { ...event, type: 'invoke' }, answer: undefined })
  }
  while (events.length < 2 * OPERATIONS) {
    const process = random.below(CLIENTS)
    const asked = asking.get(process)
    if (asked === undefined) ask(process)
    else if (asked.answer === undefined) {
      const { f, key, value } = asked.event
      if (f === 'put') store.set(key as number, value!)
      asked.answer = store.get(key as number) ?? null
    } else {
      events.push({ ...asked.event, line: events.length + 1, type: 'ok', value: asked.answer })
      asking.delete(process)
    }
  }
  return events
}
