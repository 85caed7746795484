import type { Vector } from '../algorithms/clock/vector-clock.ts'
import type { Reading } from '../algorithms/replication/replica.ts'
import type { Nanos } from '../lib/units.ts'
import { at, type ProposedWrite, type ShownOperations } from './replicated-store.ts'

/** Writes of one replica to one key that are counted; older ones are taken to be there. */
const COUNTED = 10_000

/** Which operation a write is: the how-manieth of which member. */
interface Place {
  readonly member: number
  readonly sequence: number
}
/** A write that has a value of its own where it is shown: a sibling, a user's entry of a set. */
interface Named extends Place {
  readonly value: string
  readonly node: string
  readonly atNanos: Nanos
  /** Writes whose writers had been shown it, and that take its place. */
  readonly replacedBy: Place[]
}

/** A replica that may be looked at: which operations have arrived there, and what it shows. */
export interface Arrivals {
  readonly id: string
  readonly vector: Vector
  readonly shows: (key: number) => Reading
  /** Of what has arrived: how many additions cannot be shown before what they stand behind has arrived too. */
  readonly waits: (key: number) => number
}
/** What a replica must show and does not. */
export interface Unshown {
  readonly id: string
  readonly key: number
  readonly value: string
  readonly shown: Reading
  readonly says: string
}

const hasArrived = ({ member, sequence }: Place, vector: Vector): boolean => (vector[member] ?? 0) >= sequence

/**
 * Of stores that keep what was written apart: which writes have arrived where, and which of them had been shown to the writer of a
 * later one. What has arrived is shown, until such a later one has arrived as well. That can be asked at any time, faults or not.
 */
export class ArrivedWrites {
  readonly #named = new Map<number, Named[]>()
  /** Of counters and lists, which only grow: by key and member, the numbers of the operations. */
  readonly #added = new Map<number, number[][]>()
  #proposed: ProposedWrite | null = null

  clear(): void {
    this.#named.clear()
    this.#added.clear()
    this.#proposed = null
  }

  propose(write: ProposedWrite): void {
    this.#proposed = write
  }

  /** The write that was proposed has become an operation. */
  take({ member, vector, made }: ShownOperations, node: string): void {
    const write = this.#proposed
    this.#proposed = null
    if (write === null || made === null || write.value !== made.value) return
    const place = { member, sequence: vector[member] }
    if (write.family === 'crdt') this.#add(write.key, place)
    else this.#name(write, place, node)
  }

  /** The first write that has arrived somewhere and is not shown there; `judged` says whether there was any to look at. */
  look(replicas: readonly Arrivals[]): { judged: boolean; unshown: Unshown | null } {
    let judged = false
    for (const { id, vector, shows, waits } of replicas) {
      for (const [key, writes] of this.#named) {
        const due = writes.filter(
          (each) => hasArrived(each, vector) && !each.replacedBy.some((later) => hasArrived(later, vector)),
        )
        judged ||= due.length > 0
        const unshown = due.length === 0 ? null : findUnshown(id, key, due, shows(key))
        if (unshown !== null) return { judged, unshown }
      }
      for (const [key, added] of this.#added) {
        const due = added.reduce((sum, own, member) => sum + countUpTo(own, vector[member] ?? 0), 0)
        judged ||= due > 0
        const unshown = due === 0 ? null : findMissing(id, key, due - waits(key), shows(key))
        if (unshown !== null) return { judged, unshown }
      }
    }
    this.#forget(replicas)
    return { judged, unshown: null }
  }

  #add(key: number, { member, sequence }: Place): void {
    const added = this.#added.get(key) ?? []
    this.#added.set(key, added)
    while (added.length <= member) added.push([])
    added[member].push(sequence)
    if (added[member].length > COUNTED) added[member].splice(0, COUNTED / 2)
  }

  #name({ family, key, value, previous, atNanos }: ProposedWrite, place: Place, node: string): void {
    const writes = this.#named.get(key) ?? []
    this.#named.set(key, writes)
    const user = value.slice(0, value.indexOf('#') + 1)
    const seen = new Set(Array.isArray(previous) ? previous.map(String) : [])
    for (const each of writes)
      if (seen.has(each.value) && (family === 'siblings' || each.value.startsWith(user)))
        each.replacedBy.push(place)
    writes.push({ ...place, value, node, atNanos, replacedBy: [] })
  }

  /** What was replaced by a write that all have is never shown again. */
  #forget(replicas: readonly Arrivals[]): void {
    for (const [key, writes] of this.#named) {
      const left = writes.filter(
        ({ replacedBy }) =>
          !replacedBy.some((later) => replicas.every(({ vector }) => hasArrived(later, vector))),
      )
      if (left.length < writes.length) this.#named.set(key, left)
    }
  }
}

function findUnshown(id: string, key: number, due: readonly Named[], shown: Reading): Unshown | null {
  const values = new Set(Array.isArray(shown) ? shown.map(String) : [])
  const missing = due.find(({ value }) => !values.has(value))
  if (missing === undefined) return null
  const { value, node, atNanos } = missing
  return { id, key, value, shown, says: `${at(atNanos)}: ${node} took ${value} for key ${key}` }
}

function findMissing(id: string, key: number, due: number, shown: Reading): Unshown | null {
  const there = typeof shown === 'number' ? shown : Array.isArray(shown) ? shown.length : 0
  if (there >= due) return null
  const value = `${due - there} of ${due} additions`
  return { id, key, value, shown, says: `${due} additions to key ${key} have arrived at ${id}` }
}

/** How many of the numbers, which rise, are at most `last`. */
function countUpTo(numbers: readonly number[], last: number): number {
  let [from, until] = [0, numbers.length]
  while (from < until) {
    const middle = (from + until) >> 1
    if (numbers[middle] <= last) from = middle + 1
    else until = middle
  }
  return from
}
