import { assert } from '../../lib/assert.ts'
import { SequenceItems } from './sequence-items.ts'
import { SequenceOrder } from './sequence-order.ts'

/** An element's identity: the `sequence`-th (from 1) that `replica` inserted. */
export interface ElementId {
  readonly replica: number
  readonly sequence: number
}

/** Elements inserted in a row: each behind the one before, the first behind `after` (null: before all). */
export interface SequenceRun<Element> extends ElementId {
  /** Lamport time of the first; those of the others follow. */
  readonly time: number
  readonly after: ElementId | null
  readonly values: readonly Element[]
}

/** Deleted elements: `count` of one replica, from `sequence` on. */
export interface SequenceRange extends ElementId {
  readonly count: number
}

/** Insertions, in an order in which they can be taken in, and deletions. A delta has only what is new. */
export interface SequenceState<Element> {
  readonly inserted: readonly SequenceRun<Element>[]
  readonly deleted: readonly SequenceRange[]
}

const BEFORE_ALL = -1

/**
 * Replicated growable array: a sequence in which every replica inserts and deletes at once. An element goes behind the one
 * that its writer saw before it; of several behind the same one the later insertion stands first, so that texts typed
 * apart are not interleaved. Deleted elements keep their place.
 * Paper: Roh, Jeon, Kim and Lee, "Replicated abstract data types: building blocks for collaborative applications" (2011).
 * Compare: LWW register of the whole text (loses one of two edits), YATA (Nicolaescu et al. 2016, as in yjs).
 * Cost: O(chunk) an element beside finding it; runs are taken in whole; memory for deleted elements stays.
 * Invariant: merge is commutative, associative, idempotent; replicas with the same insertions and deletions show the same.
 */
export class RgaSequence<Element extends string | number> {
  readonly #self: number
  readonly #items = new SequenceItems<Element>()
  readonly #order = new SequenceOrder()
  #time = 0
  /** Arrived before what they refer to. */
  #early: SequenceState<Element> = { inserted: [], deleted: [] }

  constructor(options: { readonly self: number; readonly state?: SequenceState<Element> }) {
    this.#self = options.self
    if (options.state) this.merge(options.state)
  }

  get length(): number {
    return this.#order.visible
  }

  /** Puts `values` (of a text: its characters) before what stands at `index`, and gives the delta to send to the others. */
  insert(index: number, values: readonly Element[]): SequenceState<Element> {
    assert(index >= 0 && index <= this.length, 'elements are inserted within the sequence or at its end')
    if (values.length === 0) return { inserted: [], deleted: [] }
    const left = index === 0 ? BEFORE_ALL : this.#order.rowAt(index - 1)
    const run = {
      replica: this.#self,
      sequence: this.#items.known(this.#self) + 1,
      time: this.#time + 1,
      after: this.#idOf(left),
      values,
    }
    this.#place(run, 0, left)
    return { inserted: [run], deleted: [] }
  }

  /** Deletes `count` elements from `index` on, and gives the delta. */
  delete(index: number, count = 1): SequenceState<Element> {
    assert(index >= 0 && count >= 0 && index + count <= this.length, 'only what is there can be deleted')
    const deleted: { replica: number; sequence: number; count: number }[] = []
    for (let i = 0; i < count; i++) {
      const row = this.#order.rowAt(index)
      this.#order.hide(row)
      const replica = this.#items.replica[row]
      const sequence = this.#items.sequence[row]
      const last = deleted.at(-1)
      if (last !== undefined && last.replica === replica && last.sequence + last.count === sequence)
        last.count++
      else deleted.push({ replica, sequence, count: 1 })
    }
    return { inserted: [], deleted }
  }

  values(): Element[] {
    const values: Element[] = []
    this.#order.each((row) => values.push(this.#items.values[row]))
    return values
  }

  /** Takes in a state or a delta, whatever of it is known already. True when anything changed. */
  merge(other: SequenceState<Element>): boolean {
    const early = this.#early
    const waited = early.inserted.length + early.deleted.length > 0
    this.#early = { inserted: [], deleted: [] }
    let changed = this.#takeIn(other)
    for (let progress = waited; progress;) {
      const again = this.#early
      this.#early = { inserted: [], deleted: [] }
      progress = this.#takeIn({
        inserted: [...early.inserted, ...again.inserted],
        deleted: [...early.deleted, ...again.deleted],
      })
      Object.assign(early, { inserted: [], deleted: [] })
      changed ||= progress
    }
    return changed
  }

  /** How many elements have come before the one that they stand behind, and are not shown until it is there. */
  get waiting(): number {
    const ids = this.#early.inserted.flatMap(({ replica, sequence, values }) =>
      values.map((_, i) => `${replica} ${sequence + i}`),
    )
    return new Set(ids).size
  }

  /** A copy as plain data. */
  state(): SequenceState<Element> {
    return {
      inserted: [...this.#runs(), ...this.#early.inserted],
      deleted: [...this.#deletedRanges(), ...this.#early.deleted],
    }
  }

  /** What the view draws. Reads only. */
  inspect() {
    const { count } = this.#items
    return {
      length: this.length,
      deleted: count - this.length,
      waiting: this.waiting,
    } as const
  }

  #takeIn({ inserted, deleted }: SequenceState<Element>): boolean {
    let changed = false
    for (const run of inserted) changed = this.#insertRun(run) || changed
    for (const range of deleted) changed = this.#deleteRange(range) || changed
    return changed
  }

  #insertRun(run: SequenceRun<Element>): boolean {
    const { replica, sequence, after, values } = run
    const skipped = this.#items.known(replica) - sequence + 1
    if (skipped >= values.length) return false
    const left =
      skipped > 0
        ? this.#items.rowOf(replica, sequence + skipped - 1)
        : after === null
          ? BEFORE_ALL
          : this.#items.rowOf(after.replica, after.sequence)
    if (skipped < 0 || (left === BEFORE_ALL && after !== null)) {
      this.#early = { ...this.#early, inserted: [...this.#early.inserted, run] }
      return false
    }
    this.#place(run, Math.max(0, skipped), left)
    return true
  }

  /** Puts the run's elements from `from` on behind `left`, and behind what was inserted there later. */
  #place({ replica, sequence, time, values }: SequenceRun<Element>, from: number, left: number): void {
    const items = this.#items
    const order = this.#order
    let behind = left
    for (let next = order.after(left); next !== -1; next = order.after(next)) {
      if (!items.isLater(next, time + from, replica)) break
      behind = next
    }
    const rows: number[] = []
    let before = left
    for (let i = from; i < values.length; i++) {
      before = items.add(values[i], replica, sequence + i, time + i, before)
      rows.push(before)
    }
    order.insertAfter(behind, rows)
    this.#time = Math.max(this.#time, time + values.length - 1)
  }

  #deleteRange({ replica, sequence, count }: SequenceRange): boolean {
    const known = Math.min(sequence + count - 1, this.#items.known(replica))
    let changed = false
    for (let at = sequence; at <= known; at++) {
      const row = this.#items.rowOf(replica, at)
      if (this.#order.isHidden(row)) continue
      this.#order.hide(row)
      changed = true
    }
    const from = Math.max(sequence, known + 1)
    if (from < sequence + count) {
      const rest = { replica, sequence: from, count: sequence + count - from }
      this.#early = { ...this.#early, deleted: [...this.#early.deleted, rest] }
    }
    return changed
  }

  #idOf(row: number): ElementId | null {
    return row === BEFORE_ALL
      ? null
      : { replica: this.#items.replica[row], sequence: this.#items.sequence[row] }
  }

  /** Rows are in the order of their arrival, in which each comes behind what it was inserted behind. */
  #runs(): SequenceRun<Element>[] {
    const { values, replica, sequence, time, left } = this.#items
    const runs: (SequenceRun<Element> & { values: Element[] })[] = []
    for (let row = 0; row < values.length; row++) {
      const last = runs.at(-1)
      const follows = row > 0 && left[row] === row - 1 && replica[row] === replica[row - 1]
      if (last !== undefined && follows && time[row] === time[row - 1] + 1) last.values.push(values[row])
      else
        runs.push({
          replica: replica[row],
          sequence: sequence[row],
          time: time[row],
          after: this.#idOf(left[row]),
          values: [values[row]],
        })
    }
    return runs
  }

  #deletedRanges(): SequenceRange[] {
    const ranges: { replica: number; sequence: number; count: number }[] = []
    for (let row = 0; row < this.#items.count; row++) {
      if (!this.#order.isHidden(row)) continue
      const replica = this.#items.replica[row]
      const sequence = this.#items.sequence[row]
      const last = ranges.at(-1)
      if (last !== undefined && last.replica === replica && last.sequence + last.count === sequence)
        last.count++
      else ranges.push({ replica, sequence, count: 1 })
    }
    return ranges
  }
}
