import { RandomStream } from '../../lib/random.ts'
import type { HistoryEvent, Json } from './history-event.ts'

/** How a small replicated store of registers behaves, and what it gets wrong on purpose. */
export interface StoreModelOptions {
  readonly seed: number
  /** 'atomic': one copy. 'log': one order of writes, of which every replica shows a beginning. 'peers': replicas exchange writes. */
  readonly kind: 'atomic' | 'log' | 'peers'
  /** Peers: a write is shown after all that its writer had been shown; or after the earlier ones of its writer; or whenever it comes. */
  readonly delivery?: 'causal' | 'in order' | 'any'
  /** What a session takes along from replica to replica. */
  readonly sessions?: { readonly reads?: boolean; readonly writes?: boolean }
  /** Peers: of two writes the later stamp stays, or the one that came last. */
  readonly winner?: 'stamp' | 'arrival'
  readonly steps?: number
  /** Sessions keep to one replica each. */
  readonly homes?: boolean
}

interface Write {
  readonly origin: number
  readonly sequence: number
  readonly stamp: number
  readonly key: number
  readonly value: number
  readonly dependencies: readonly number[]
}

interface Copy {
  readonly shown: number[]
  readonly values: Map<number, Write>
  readonly waiting: Write[]
  clock: number
}

const REPLICAS = 3
const SESSIONS = 4
const KEYS = 2

/** Lets sessions read and write at random replicas while writes travel, and writes down what they saw: a history for checkers. */
export function storeHistory(options: StoreModelOptions): HistoryEvent[] {
  const { seed, kind, delivery = 'causal', steps = 90, winner = 'stamp' } = options
  const keeps = { reads: true, writes: true, ...options.sessions }
  const random = new RandomStream(seed, 'store')
  const replicas = kind === 'atomic' ? 1 : REPLICAS
  const copies = Array.from({ length: replicas }, (): Copy => ({
    shown: Array<number>(replicas).fill(0),
    values: new Map(),
    waiting: [],
    clock: 0,
  }))
  const log: Write[] = []
  const tokens = Array.from({ length: SESSIONS }, () => Array<number>(replicas).fill(0))
  const events: HistoryEvent[] = []
  const say = (process: number, f: string, key: number, value: Json, answer: Json) => {
    const line = events.length + 1
    events.push({ line, process, type: 'invoke', f, key, ...(f === 'write' ? { value } : {}) })
    events.push({ line: line + 1, process, type: 'ok', f, key, value: answer })
  }
  const show = (copy: Copy, write: Write) => {
    copy.shown[write.origin] = Math.max(copy.shown[write.origin], write.sequence)
    copy.clock = Math.max(copy.clock, write.stamp)
    const present = copy.values.get(write.key)
    const later =
      present === undefined ||
      winner === 'arrival' ||
      write.stamp * 8 + write.origin > present.stamp * 8 + present.origin
    if (later) copy.values.set(write.key, write)
  }
  const mayShow = (copy: Copy, { origin, sequence, dependencies }: Write) => {
    if (delivery === 'any') return true
    if (copy.shown[origin] !== sequence - 1) return false
    return delivery === 'in order' || dependencies.every((count, i) => i === origin || copy.shown[i] >= count)
  }
  const deliver = (at: number) => {
    const copy = copies[at]
    if (kind === 'log') {
      if (copy.shown[0] < log.length) show(copy, log[copy.shown[0]])
      return
    }
    const ready = copy.waiting.filter((write) => mayShow(copy, write))
    if (ready.length === 0) return
    const write = ready[random.below(ready.length)]
    copy.waiting.splice(copy.waiting.indexOf(write), 1)
    show(copy, write)
  }
  const operate = (session: number, at: number, value: number) => {
    const copy = copies[at]
    const token = tokens[session]
    if (!token.every((count, i) => copy.shown[i] >= count)) return
    const key = random.below(KEYS)
    if (random.chance(0.75)) {
      say(session, 'read', key, null, copy.values.get(key)?.value ?? null)
      if (keeps.reads) copy.shown.forEach((count, i) => (token[i] = Math.max(token[i], count)))
      return
    }
    const origin = kind === 'log' ? 0 : at
    if (kind === 'log') while (copy.shown[0] < log.length) show(copy, log[copy.shown[0]])
    const dependencies = copy.shown.slice()
    const write = {
      origin,
      sequence: copy.shown[origin] + 1,
      stamp: copy.clock + 1,
      key,
      value,
      dependencies,
    }
    if (kind === 'log') log.push(write)
    show(copy, write)
    for (const other of copies) if (other !== copy && kind === 'peers') other.waiting.push(write)
    say(session, 'write', key, value, null)
    if (keeps.writes) token[origin] = Math.max(token[origin], write.sequence)
  }
  for (let step = 1; step <= steps; step++) {
    if (replicas > 1 && random.chance(0.3)) deliver(random.below(replicas))
    else {
      const session = random.below(SESSIONS)
      operate(session, options.homes === true ? session % replicas : random.below(replicas), step)
    }
  }
  for (let i = 0; i < 2_000; i++) deliver(i % replicas)
  for (const [at, copy] of copies.entries())
    for (let key = 0; key < KEYS; key++)
      say(100 + at, 'settled', key, null, copy.values.get(key)?.value ?? null)
  return events
}

/** Without the looks at rest, which most models do not know. */
export function sessionsOnly(events: readonly HistoryEvent[]): HistoryEvent[] {
  return events.filter(({ f }) => f !== 'settled')
}
