/** While it is held, a value is applied this often: its effect is seen within a tenth of a second, and the log stays short. */
const EVERY_MS = 90

export interface SteadyEditOptions<Value> {
  /** Makes the edit; edits of one gesture have the same `merge`, so that they are one step to undo. */
  apply: (value: Value, merge: string) => void
  /** What it is now; undefined when that is not certain. */
  present: () => Value | undefined
  /** Whether time passes in the run: while it stands still nobody could see what a preview does. */
  playing: () => boolean
}

let gestures = 0

/**
 * A value that is held and moved about, hundreds of times in a drag. Every edit is a command of the run and stands in its log, so
 * the run hears of few of them: now and then while it plays, and of the last one.
 */
export class SteadyEdit<Value> {
  #gesture: { merge: string; applied: Value | undefined; wanted: Value } | null = null
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(readonly options: SteadyEditOptions<Value>) {}

  /** The value while it is held. */
  preview(value: Value): void {
    const gesture = (this.#gesture ??= this.#begun(value))
    gesture.wanted = value
    if (this.#timer !== null || !this.options.playing()) return
    // Who holds it still for a while and moves on waits for nothing.
    if (this.#apply()) this.#wait()
  }

  /** The value that it was let go at, or that was typed or chosen. */
  commit(value: Value): void {
    const gesture = (this.#gesture ??= this.#begun(value))
    gesture.wanted = value
    this.#apply()
    this.#gesture = null
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #begun(value: Value) {
    return { merge: `gesture ${++gestures}`, applied: this.options.present(), wanted: value }
  }

  /** False when it has been applied before. */
  #apply(): boolean {
    const gesture = this.#gesture!
    if (gesture.applied === gesture.wanted) return false
    gesture.applied = gesture.wanted
    this.options.apply(gesture.wanted, gesture.merge)
    return true
  }

  #wait(): void {
    this.#timer = setTimeout(() => {
      this.#timer = null
      if (this.#gesture !== null) this.preview(this.#gesture.wanted)
    }, EVERY_MS)
  }
}
