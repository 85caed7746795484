/** Simulated time or a duration in whole nanoseconds, kept in a float64: exact for 104 days. */
export type Nanos = number

export const MICROSECOND: Nanos = 1_000
export const MILLISECOND: Nanos = 1_000_000
export const SECOND: Nanos = 1_000_000_000
export const MINUTE: Nanos = 60 * SECOND
export const HOUR: Nanos = 60 * MINUTE

/** Microseconds to whole nanoseconds. */
export const us = (micros: number): Nanos => Math.round(micros * MICROSECOND)
/** Milliseconds to whole nanoseconds. */
export const ms = (millis: number): Nanos => Math.round(millis * MILLISECOND)
/** Seconds to whole nanoseconds. */
export const s = (seconds: number): Nanos => Math.round(seconds * SECOND)

/** Nanoseconds to milliseconds, for people. */
export const toMs = (nanos: Nanos): number => nanos / MILLISECOND
/** Nanoseconds to seconds, for people. */
export const toSeconds = (nanos: Nanos): number => nanos / SECOND
