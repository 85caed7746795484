/** One of two runs that are compared: it is made anew as often as it takes. */
export interface RunSide {
  /** Where it runs, for a sentence. */
  readonly where: string
  /** The digest after it was made anew and has been moved, its own way, up to and including an instant; 0 is before the first event. */
  digestAt(nanos: number): string | Promise<string>
  /** Fires the next event. */
  step(): Stepped | Promise<Stepped>
}

export interface Stepped {
  /** What the event was. */
  said: string
  nowNanos: number
  /** How many have fired by now. */
  events: number
  digest: string
}
