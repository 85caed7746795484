import { Scheduler, type Seat, type Target } from '../../kernel/scheduler.ts'
import { exponential } from '../../lib/distribution/exponential.ts'
import { RandomStream } from '../../lib/random.ts'
import { SECOND, wholeNanos } from '../../lib/units.ts'

/** As many as a design has nodes with timers; the compiled peer's events carry a number in their place. */
const HOLDERS = 64

/** Whose events come back after an exponential time of mean 1 s, for ever. */
class Holder implements Target {
  readonly #seat: Seat
  constructor(
    readonly identity: number,
    readonly scheduler: Scheduler,
    readonly random: RandomStream,
  ) {
    this.#seat = scheduler.seat(this)
  }

  fire(): void {
    this.scheduler.afterSeat(wholeNanos(exponential(this.random) * SECOND), this.#seat, 0)
  }
}

/** A scheduler with so many pending events; `run` fires `events` of them. */
export function hold(pending: number): (events: number) => void {
  const scheduler = new Scheduler()
  const random = new RandomStream(1, 'hold')
  const holders = Array.from({ length: HOLDERS }, (_, i) => new Holder(i, scheduler, random))
  for (let i = 0; i < pending; i++) holders[i % HOLDERS].fire()
  return (events) => void scheduler.runUntil(Number.MAX_SAFE_INTEGER, events)
}
