import { FAILURES, type Failure } from '../schema/failures.ts'
import type { Nanos } from '../lib/units.ts'
import { seconds, type ClientAnswer } from './client-answer.ts'
import type { CheckContext, Violation } from './define-invariant.ts'
import { GUARANTEES, type Guarantee } from './history/sessions/guarantees.ts'
import { SessionHistory } from './history/sessions/session-history.ts'
import { RegisterZones, type Overlap } from './history/registers/register-zones.ts'

/** The fact `client-ask`, as far as it matters here. */
export type ClientAsk = Pick<ClientAnswer, 'client' | 'op' | 'key' | 'body' | 'intendedAt'>
export type Answered = ClientAnswer & { failure: string | null }

/** What one answer breaks, by promise. */
export interface Findings {
  readonly linearizable: Violation | null
  readonly guarantees: Readonly<Record<Guarantee, Violation | null>>
}

/** What a write of `body` by that user is called in the store. */
export const writtenValue = ({ client, body }: Pick<ClientAnswer, 'client' | 'body'>): string =>
  `u${client}#${String(body)}`

/** Of every key: what is read of a write that was made before so many others is not judged. */
const WRITES_KEPT = 48

const NAMES = Object.keys(GUARANTEES) as Guarantee[]

/**
 * The history of a run's registers as users know it, kept once for all promises that are judged by it. Users ask one thing
 * after the other; what overlaps with an earlier request of the same user counts as another's.
 */
class LiveRegisters {
  #generation = 0
  /** What was asked for before belongs to an earlier life of the store. */
  #since: Nanos = 0
  #sessions = new SessionHistory(WRITES_KEPT)
  #zones = new Map<number, RegisterZones>()
  #busyUntil = new Map<number, Nanos>()
  #replicas: readonly string[] | null = null
  #last: object | null = null
  #findings: Findings | null = null

  ask(fact: ClientAsk, ctx: CheckContext): void {
    if (fact === this.#last) return
    this.#last = fact
    if (fact.op !== 'write' || !this.#keepsRegisters(ctx)) return
    const value = writtenValue(fact)
    this.#sessions.asked(fact.client, fact.key, value, new Told(fact, value, ctx.now))
    this.#zonesOf(fact.key).asked(value, fact.intendedAt)
  }

  /** Null: nothing to be judged. */
  answer(fact: Answered, ctx: CheckContext): Findings | null {
    if (fact === this.#last) return this.#findings
    this.#last = fact
    this.#findings =
      this.#keepsRegisters(ctx) && fact.intendedAt >= this.#since ? this.#judge(fact, ctx) : null
    return this.#findings
  }

  #judge(fact: Answered, { now }: CheckContext): Findings | null {
    const { client, key, op, ok, value, intendedAt } = fact
    if (!ok || (op !== 'read' && op !== 'write')) return null
    const inTurn = intendedAt >= (this.#busyUntil.get(client) ?? 0)
    this.#busyUntil.set(client, now)
    if (op === 'write') {
      const written = writtenValue(fact)
      if (inTurn) this.#sessions.wrote(client, key, written)
      const found = this.#zonesOf(key).wrote(written, intendedAt, now, new Told(fact, written, now))
      return { linearizable: overlap(key, found), guarantees: NONE_BROKEN }
    }
    const values = Array.isArray(value) ? (value as unknown[]) : [value]
    if (!values.every((each) => each === null || typeof each === 'string')) return null
    const text = new Told(fact, values.length === 1 ? values[0] : values.join(', '), now)
    // To another's session, which has seen nothing, nothing was promised.
    const guarantees = inTurn ? this.#guaranteesOf(client, key, values, text) : NONE_BROKEN
    const single = values.length < 2
    const found = single ? this.#zonesOf(key).read(values[0] ?? null, intendedAt, now, text) : null
    return { linearizable: overlap(key, found), guarantees }
  }

  #guaranteesOf(client: number, key: number, values: readonly unknown[], text: Told): Findings['guarantees'] {
    const sessions = this.#sessions
    const isForgotten = (value: unknown) => value !== null && !sessions.knows(key, value)
    if (sessions.forgets(key) && values.some(isForgotten)) return NONE_BROKEN
    const read = sessions.reading(client, key, values)
    let findings: Findings['guarantees'] = NONE_BROKEN
    for (const name of NAMES) {
      const broken = GUARANTEES[name](sessions, read)
      if (broken === null) continue
      const told = [broken.missed, String(text)]
      findings = { ...findings, [name]: blame(key, values.join(', '), client, broken.although, told) }
    }
    sessions.note(read, text)
    return findings
  }

  #zonesOf(key: number): RegisterZones {
    let zones = this.#zones.get(key)
    if (zones === undefined) this.#zones.set(key, (zones = new RegisterZones()))
    return zones
  }

  /** Whether the store keeps registers now, and not counters; when it has begun anew, so does the history. */
  #keepsRegisters(ctx: CheckContext): boolean {
    this.#replicas ??= ctx.nodesOf('replica')
    if (this.#replicas.length === 0) return false
    let generation = 0
    for (const id of this.#replicas)
      generation = Math.max(generation, (ctx.state(id) as { generation: number }).generation)
    if (generation > this.#generation) {
      this.#since = this.#generation === 0 ? 0 : ctx.now
      this.#generation = generation
      this.#sessions = new SessionHistory(WRITES_KEPT)
      this.#zones = new Map()
    }
    const { mode, conflicts } = ctx.params(this.#replicas[0])
    return mode !== 'crdt' && (mode !== 'eventual' || conflicts === 'lww' || conflicts === 'siblings')
  }
}

const NONE_BROKEN = Object.fromEntries(NAMES.map((name) => [name, null])) as Record<Guarantee, null>

const histories = new WeakMap<CheckContext, LiveRegisters>()

/** The history that all promises of a run share. */
export function liveRegisters(ctx: CheckContext): LiveRegisters {
  let history = histories.get(ctx)
  if (history === undefined) histories.set(ctx, (history = new LiveRegisters()))
  return history
}

/** Whether a request that failed may have happened all the same. */
export const mayHaveHappened = (failure: string | null): boolean =>
  failure === null || !FAILURES[failure as Failure].definite

/** One operation as it is told. */
class Told {
  readonly #client: number
  readonly #op: string
  readonly #key: number
  readonly #value: unknown
  readonly #now: Nanos

  constructor({ client, op, key }: ClientAsk, value: unknown, now: Nanos) {
    this.#client = client
    this.#op = op
    this.#key = key
    this.#value = value
    this.#now = now
  }

  toString(): string {
    const who = `${seconds(this.#now)}: user ${this.#client}`
    if (this.#op === 'write') return `${who} wrote ${String(this.#value)} to key ${this.#key}`
    const value = String(this.#value)
    const shown = this.#value === null || value === '' ? 'nothing' : value
    return `${who} read ${shown} from key ${this.#key}`
  }
}

function blame(
  key: number,
  value: string,
  client: number,
  although: string,
  operations: string[],
): Violation {
  const shown = value === '' ? 'nothing' : value
  return {
    says: `User ${client} read ${shown} from key ${key}, although ${although}.`,
    operations,
    nodes: [],
  }
}

const WHY: Record<Overlap['why'], string> = {
  'both in between': 'each was there while the other was',
  within: 'one was there before and after the other',
  'before it was written': 'it was read before it was written',
}

function overlap(key: number, found: Overlap | null): Violation | null {
  if (found === null) return null
  const { value, other, why, operations } = found
  const name = (each: unknown) => (typeof each === 'string' ? each : 'nothing')
  const both = value === other ? name(value) : `${name(value)} and ${name(other)}`
  return {
    says: `Key ${key} cannot have held ${both} as they were seen: ${WHY[why]}.`,
    operations,
    nodes: [],
  }
}
