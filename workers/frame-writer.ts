import type { Frame, LaneFrame } from './api.ts'
import type { Lane } from './lane.ts'
import type { PacedRun } from './paced-run.ts'

const FRAME_MS = 1000 / 15
/** As long as a screen's picture: what comes of a command is in the picture after the one that says that it was taken. */
const OUTCOME_MS = 16
const STATUS_MS = 250
const INSPECT_MS = 200

/** Decides when the page hears what: frames 15 times a second, statuses 4 times, pictures of a node's inside 5 times. */
export class FrameWriter {
  inspect: string | null = null
  /** Nobody looks yet: what is done again on opening comes as one frame. */
  quiet = true
  #urgent = true
  #frameAt = 0
  #statusAt = 0
  #inspectAt = 0

  constructor(
    /** The number of the run, which goes with every frame. */
    readonly number: number,
    readonly run: PacedRun,
    readonly lanes: readonly Lane[],
  ) {}

  /** Something was done that should be seen at once: the next frame is due now and brings all there is. */
  hurry(): void {
    this.#urgent = true
  }

  due(wallMs: number): boolean {
    return !this.quiet && (this.#urgent || (this.run.playing && wallMs >= this.#frameAt))
  }

  /** Milliseconds until the next frame while it plays. */
  wait(wallMs: number): number {
    if (this.quiet) return Infinity
    return this.#urgent ? 0 : Math.max(0, this.#frameAt - wallMs)
  }

  write(wallMs: number): Frame {
    const { run } = this
    const urgent = this.#urgent
    const status = urgent || wallMs >= this.#statusAt
    const inspects = urgent || wallMs >= this.#inspectAt
    this.#urgent = false
    // One that says what was done is soon followed by what came of it; a late frame does not make the next one early.
    this.#frameAt = urgent ? wallMs + OUTCOME_MS : Math.max(this.#frameAt + FRAME_MS, wallMs + FRAME_MS / 2)
    if (status) this.#statusAt = wallMs + STATUS_MS
    if (inspects) this.#inspectAt = wallMs + INSPECT_MS
    const wish = { status, inspect: inspects ? this.inspect : null }
    run.pace.sample(wallMs, run.now)
    return {
      run: this.number,
      nowNanos: run.now,
      pace: run.playing ? run.pace.reached() : 0,
      playing: run.playing,
      crashed: run.crashed,
      lanes: this.lanes.map((lane) => lane.frame(wish)),
    }
  }
}

/** The buffers of a frame that are handed over rather than copied. */
export function transferred(frame: Frame): ArrayBuffer[] {
  const buffers = ({ rows, flights }: LaneFrame) => [rows.buffer, flights.buffer] as ArrayBuffer[]
  return frame.lanes.flatMap(buffers)
}
