/** Passes on a stream of frames no faster than an eye can read figures; the last one is never lost. */
export class Pulse {
  readonly #listeners = new Set<() => void>()
  #beatAt = -Infinity
  #timer: ReturnType<typeof setTimeout> | null = null
  /** Who is still to be called in this beat. */
  #waiting: (() => void)[] = []
  #touchedMeanwhile = false

  /** A beat calls `parts` of its listeners one after the other, this many milliseconds apart: each part has a picture of its own. */
  static readonly PART_MS = 16

  constructor(
    readonly intervalMs: number,
    readonly parts = 1,
  ) {}

  /** Calls back after frames, at most once an interval, until the returned function is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** A frame has come. */
  touch(): void {
    if (this.#waiting.length > 0) this.#touchedMeanwhile = true
    else if (this.#timer === null) this.#wait()
  }

  /** Beats at once, all in one: what there is to show is complete. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#begin()
    this.#call(this.#waiting.length)
  }

  #wait(): void {
    const wait = this.#beatAt + this.intervalMs - performance.now()
    if (wait <= 0) this.#beat()
    else this.#timer = setTimeout(() => this.#beat(), wait)
  }

  #beat(): void {
    this.#begin()
    this.#call(Math.ceil(this.#waiting.length / this.parts))
  }

  #begin(): void {
    this.#beatAt = performance.now()
    this.#touchedMeanwhile = false
    this.#waiting = [...this.#listeners]
  }

  #call(atOnce: number): void {
    this.#timer = null
    for (const listener of this.#waiting.splice(0, atOnce)) if (this.#listeners.has(listener)) listener()
    if (this.#waiting.length > 0) this.#timer = setTimeout(() => this.#call(atOnce), Pulse.PART_MS)
    else if (this.#touchedMeanwhile) this.#wait()
  }
}
