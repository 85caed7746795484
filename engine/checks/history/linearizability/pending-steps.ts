import type { Values } from '../values.ts'
import { BEFORE, FRONTIER, type FrameStack, STATE } from './frame-stack.ts'
import { NEVER_RETURNS, type ObjectHistory } from './object-history.ts'
import { IMPOSSIBLE } from './sequential-object.ts'

/** Ranks are below this many either side of 0. */
const RANKS = 4 * NEVER_RETURNS

/** Which operations are pending at a place in the history, and which of them are worth doing next. */
export class PendingSteps {
  readonly #history: ObjectHistory
  readonly #values: Values
  /** The step called last in each slot, as of `#position`; -1 for none. */
  readonly #inSlot: Int32Array
  #position = 0
  /** In which order steps must be done: by return, those that never return by call. */
  readonly #deadline: Float64Array
  /** By class: the earliest deadline among pending steps, and among required ones. */
  readonly #earliest: Float64Array
  readonly #earliestRequired: Float64Array
  /** The lower, the sooner a candidate is tried. */
  readonly #rank: Float64Array
  /** What is pending and not done in the frame being looked at. */
  readonly #open: Int32Array
  #openCount = 0

  constructor(history: ObjectHistory, values: Values) {
    const { steps, returnAt, callAt } = history
    this.#history = history
    this.#values = values
    this.#inSlot = new Int32Array(history.slots).fill(-1)
    this.#open = new Int32Array(history.slots)
    this.#deadline = Float64Array.from(returnAt, (at, step) =>
      at === NEVER_RETURNS ? at + callAt[step] : at,
    )
    this.#earliest = new Float64Array(history.classes)
    this.#earliestRequired = new Float64Array(history.classes)
    this.#rank = new Float64Array(steps.length + 1)
  }

  /** Looks at the history as it is just before the event at `position`. */
  moveTo(position: number): void {
    const { events, slot, previousInSlot } = this.#history
    for (; this.#position < position; this.#position++) {
      const event = events[this.#position]
      if (event % 2 === 0) this.#inSlot[slot[event >> 1]] = event >> 1
    }
    while (this.#position > position) {
      const event = events[--this.#position]
      if (event % 2 === 0) this.#inSlot[slot[event >> 1]] = previousInSlot[event >> 1]
    }
  }

  /** Does every pending observation that the state allows. Whether there was one. */
  observe(frames: FrameStack): boolean {
    const { steps } = this.#history
    const state = frames.cells[frames.top + STATE]
    let any = false
    for (let slot = 0; slot < this.#inSlot.length; slot++) {
      const index = this.#inSlot[slot]
      // an observation stays required until it is done, and nothing but required steps keeps that bit
      if (index === -1 || !frames.isRequired(slot) || steps[index].effect !== 'observe') continue
      if (steps[index].next(state, steps[index], this.#values) === IMPOSSIBLE) continue
      frames.use(slot)
      any = true
    }
    return any
  }

  /** What observes nothing has found its place just before a step that overwrites its effect. */
  hide(frames: FrameStack): void {
    const { steps } = this.#history
    for (let slot = 0; slot < this.#inSlot.length; slot++) {
      if (this.#inSlot[slot] === -1 || !frames.isRequired(slot)) continue
      const { effect } = steps[this.#inSlot[slot]]
      if (effect === 'overwrite' || effect === 'update') frames.release(slot)
    }
  }

  /** Whether a step is pending and not done that would overwrite the state. */
  mayOverwrite(frames: FrameStack): boolean {
    this.#list(frames)
    for (let i = 0; i < this.#openCount; i++) {
      if (this.#history.steps[this.#open[i]].effect === 'overwrite') return true
    }
    return false
  }

  /** Lists what is worth doing next as the top frame's candidates. `steps.length` stands for passing the frontier. */
  gather(frames: FrameStack): void {
    const { events, slot, steps } = this.#history
    const { cells, top } = frames
    const due = events[cells[top + FRONTIER]] >> 1
    this.#list(frames)
    this.#findTwins(frames)
    if (cells[top + BEFORE] >= 0 && !frames.isRequired(slot[due])) {
      this.#rank[steps.length] = -RANKS
      frames.addCandidate(steps.length)
    }
    for (let i = 0; i < this.#openCount; i++) {
      const index = this.#open[i]
      const required = frames.isRequired(slot[index])
      if (this.#hasEarlierTwin(index, required)) continue
      const next = this.#worthwhile(index, required, due, cells[top + STATE], cells[top + BEFORE])
      if (next === IMPOSSIBLE) continue
      this.#rank[index] =
        this.#deadline[index] + (required ? 0 : RANKS / 4) - (this.#enables(due, next) ? RANKS / 2 : 0)
      frames.addCandidate(index)
    }
    frames.sortCandidates(this.#rank)
  }

  /** Finds what is pending and not done. */
  #list(frames: FrameStack): void {
    const { returnAt } = this.#history
    const frontier = frames.cells[frames.top + FRONTIER]
    this.#openCount = 0
    for (let slot = 0; slot < this.#inSlot.length; slot++) {
      const index = this.#inSlot[slot]
      if (index !== -1 && returnAt[index] >= frontier && !frames.isUsed(slot))
        this.#open[this.#openCount++] = index
    }
  }

  #findTwins(frames: FrameStack): void {
    const { classOf, slot } = this.#history
    for (let i = 0; i < this.#openCount; i++) {
      this.#earliest[classOf[this.#open[i]]] = Infinity
      this.#earliestRequired[classOf[this.#open[i]]] = Infinity
    }
    for (let i = 0; i < this.#openCount; i++) {
      const index = this.#open[i]
      const ofClass = classOf[index]
      const deadline = this.#deadline[index]
      if (deadline < this.#earliest[ofClass]) this.#earliest[ofClass] = deadline
      if (frames.isRequired(slot[index]) && deadline < this.#earliestRequired[ofClass]) {
        this.#earliestRequired[ofClass] = deadline
      }
    }
  }

  /** A required step only gives way to another required one: else its own obligation would stay. */
  #hasEarlierTwin(index: number, required: boolean): boolean {
    const earliest = required ? this.#earliestRequired : this.#earliest
    return earliest[this.#history.classOf[index]] < this.#deadline[index]
  }

  /** The state after the step; IMPOSSIBLE when it cannot be done, or when doing it now would be in vain. */
  #worthwhile(index: number, required: boolean, due: number, state: number, before: number): number {
    const step = this.#history.steps[index]
    if (step.effect === 'observe') return IMPOSSIBLE // those that are possible have been done
    const next = step.next(state, step, this.#values)
    if (next === IMPOSSIBLE) return IMPOSSIBLE
    if (before !== 0 && step.next(Math.abs(before) - 1, step, this.#values) === next) return IMPOSSIBLE
    if (required) return next
    if (next === state || (index !== due && !this.#matters(index, state, next))) return IMPOSSIBLE
    return next
  }

  /** Whether some other pending step would go differently after `next` than after `state`. */
  #matters(index: number, state: number, next: number): boolean {
    const { steps } = this.#history
    for (let i = 0; i < this.#openCount; i++) {
      const step = steps[this.#open[i]]
      if (step.effect === 'overwrite' || this.#open[i] === index) continue
      if (step.effect === 'update') return true
      const after = step.next(next, step, this.#values)
      if (after !== IMPOSSIBLE && after !== step.next(state, step, this.#values)) return true
    }
    return false
  }

  #enables(due: number, next: number): boolean {
    const step = this.#history.steps[due]
    if (step.effect === 'overwrite' || step.effect === 'update') return false
    return step.next(next, step, this.#values) !== IMPOSSIBLE
  }
}
