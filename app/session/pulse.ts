/** Passes on a stream of frames no faster than an eye can read figures; the last one is never lost. */
export class Pulse {
  readonly #listeners = new Set<() => void>()
  #beatAt = -Infinity
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(readonly intervalMs: number) {}

  /** Calls back after frames, at most once an interval, until the returned function is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** A frame has come. */
  touch(): void {
    if (this.#timer !== null) return
    const wait = this.#beatAt + this.intervalMs - performance.now()
    if (wait <= 0) this.#beat()
    else this.#timer = setTimeout(() => this.#beat(), wait)
  }

  /** Beats at once: what there is to show is complete. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#beat()
  }

  #beat(): void {
    this.#timer = null
    this.#beatAt = performance.now()
    for (const listener of this.#listeners) listener()
  }
}
