/** Simulated time or a duration in whole nanoseconds, kept in a float64: exact for 104 days. */
export type Nanos = number

/** Whoever knows what time it is. Handed on where an instant would be made an object on its way, which engines do to large numbers. */
export interface Clock {
  readonly now: Nanos
}

export const MICROSECOND: Nanos = 1_000
export const MILLISECOND: Nanos = 1_000_000
export const SECOND: Nanos = 1_000_000_000
export const MINUTE: Nanos = 60 * SECOND
export const HOUR: Nanos = 60 * MINUTE

/** The nearest whole nanosecond. Not Math.round, which looks after negative halves and so takes as long as a random number. */
export const wholeNanos = (nanos: number): Nanos => Math.floor(nanos + 0.5)

/** Microseconds to whole nanoseconds. */
export const us = (micros: number): Nanos => wholeNanos(micros * MICROSECOND)
/** Milliseconds to whole nanoseconds. */
export const ms = (millis: number): Nanos => wholeNanos(millis * MILLISECOND)
/** Seconds to whole nanoseconds. */
export const s = (seconds: number): Nanos => wholeNanos(seconds * SECOND)

/** Nanoseconds to milliseconds, for people. */
export const toMs = (nanos: Nanos): number => nanos / MILLISECOND
/** Nanoseconds to seconds, for people. */
export const toSeconds = (nanos: Nanos): number => nanos / SECOND
