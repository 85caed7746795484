import type { Values } from '../values.ts'
import { ComingObservations } from './coming-observations.ts'
import { ConfigurationMemo } from './configuration-memo.ts'
import { BEFORE, BITS, FRONTIER, FrameStack, STATE } from './frame-stack.ts'
import type { ObjectHistory } from './object-history.ts'
import { PendingSteps } from './pending-steps.ts'
import type { SequentialObject } from './sequential-object.ts'

const NO_CANDIDATE = -1
/** So many comparisons in the memo count as one configuration. */
const COMPARISONS_PER_STATE = 16

export interface SearchOptions {
  readonly object: SequentialObject
  readonly history: ObjectHistory
  readonly values: Values
  /** The state before everything. */
  readonly start: number
  /** Find all states in which the last return can be reached, rather than give up on those that cannot explain it. */
  readonly reachLast?: boolean
}

/**
 * Looks for an order of one object's operations that respects real time and that the object, used by one process alone,
 * could have produced. Depth first; a configuration is: the next return that cannot be passed before its operation is
 * done (the frontier), which pending operations are done, and the state. Four rules keep it small:
 * 1. An observation that is possible now is done now, without a choice: waiting gains nothing.
 * 2. What is possible always and observes nothing may hide directly before a required overwriting step; after such a step
 *    those pending are optional: never needed, but still usable until they return.
 * 3. An optional step (also: one of unknown outcome) is done only directly before a step that would go differently without it.
 * 4. Of pending steps that are the same but for their times, the one that returns first is done first.
 * Paper: Wing and Gong, "Testing and verifying concurrent objects" (1993); Lowe, "Testing for linearizability" (2017).
 * Compare: trying all permutations (what the tests do); the rules are proved against it.
 * Cost: exponential in how many operations are pending at once in the worst case, near linear in length; NP-complete.
 * Invariant: `holds` if and only if such an order exists.
 */
export class LinearizationSearch {
  /** Configurations visited. */
  states = 0
  /** Where the furthest return stands that was reached: all before it can be explained. */
  furthest = 0
  /** The states in which the last return was reached. */
  readonly lastStates = new Set<number>()
  readonly #history: ObjectHistory
  readonly #frames: FrameStack
  readonly #memo: ConfigurationMemo
  readonly #pending: PendingSteps
  readonly #coming: ComingObservations | null
  readonly #values: Values
  #started = false

  constructor(options: SearchOptions) {
    const { object, history, values } = options
    this.#history = history
    this.#values = values
    this.#frames = new FrameStack(history.slots)
    const { words } = this.#frames
    this.#memo = new ConfigurationMemo({ keySize: BITS + words, words })
    this.#pending = new PendingSteps(history, values)
    const last = history.events.length - (options.reachLast === true ? 1 : 0)
    this.#coming =
      object.mayLeadTo === undefined ? null : new ComingObservations(object.mayLeadTo, history, values, last)
    this.#frames.cells[STATE] = options.start
  }

  /** How much was done, in configurations: long look-ups count as well. */
  get work(): number {
    return this.states + Math.floor(this.#memo.comparisons / COMPARISONS_PER_STATE)
  }

  /** Searches on until `work` reaches the limit. */
  run(limit: number): 'holds' | 'violated' | 'running' {
    const frames = this.#frames
    if (!this.#started) {
      this.#started = true
      this.#passCalls(0)
      if (this.#enter()) return 'holds'
    }
    while (!frames.empty) {
      if (this.work >= limit) return 'running'
      const candidate = frames.nextCandidate(NO_CANDIDATE)
      if (candidate === NO_CANDIDATE) frames.pop()
      else {
        frames.push()
        this.#do(candidate)
        if (this.#enter()) return 'holds'
      }
    }
    return 'violated'
  }

  /** Settles the new top frame; drops it when it leads nowhere new. True at the end of the history. */
  #enter(): boolean {
    const frames = this.#frames
    if (this.#settle()) return true
    const frontier = frames.cells[frames.top + FRONTIER]
    if (frontier > this.furthest) this.furthest = frontier
    if (frontier === this.#history.events.length - 1) this.lastStates.add(frames.cells[frames.top + STATE])
    const ends = this.#coming?.allow(frames, this.#pending) === false
    if (ends || this.#memo.coversOrAdd(frames.cells, frames.top)) frames.pop()
    else {
      this.states++
      this.#pending.gather(frames)
    }
    return false
  }

  /** Does what needs no choice: observations that are possible now, and passing returns of what is done. */
  #settle(): boolean {
    const frames = this.#frames
    const { events, slot } = this.#history
    for (;;) {
      const frontier = frames.cells[frames.top + FRONTIER]
      if (frontier === events.length) return true
      this.#pending.moveTo(frontier)
      if (this.#pending.observe(frames)) frames.cells[frames.top + BEFORE] = 0
      if (!frames.isUsed(slot[events[frontier] >> 1])) return false
      this.#passReturn()
    }
  }

  #passReturn(): void {
    const frames = this.#frames
    const frontier = frames.cells[frames.top + FRONTIER]
    frames.clear(this.#history.slot[this.#history.events[frontier] >> 1])
    this.#passCalls(frontier + 1)
  }

  /** Moves the frontier to the next return. */
  #passCalls(from: number): void {
    const { events, must, slot } = this.#history
    let position = from
    for (; position < events.length && events[position] % 2 === 0; position++) {
      if (must[events[position] >> 1] === 1) this.#frames.require(slot[events[position] >> 1])
    }
    this.#frames.cells[this.#frames.top + FRONTIER] = position
  }

  #do(candidate: number): void {
    const frames = this.#frames
    const { steps, slot, events } = this.#history
    if (candidate === steps.length) return this.#passReturn()
    const { cells, top } = frames
    const state = cells[top + STATE]
    const frontier = cells[top + FRONTIER]
    const step = steps[candidate]
    const required = frames.isRequired(slot[candidate])
    cells[top + STATE] = step.next(state, step, this.#values)
    frames.use(slot[candidate])
    if (!required) cells[top + BEFORE] = candidate === events[frontier] >> 1 ? state + 1 : -(state + 1)
    else {
      cells[top + BEFORE] = 0
      if (step.effect === 'overwrite') {
        this.#pending.moveTo(frontier)
        this.#pending.hide(frames)
      }
    }
  }
}
