import { loadDesign, RUNNING } from './load-design.ts'
import { ALL_KINDS, loadNamed } from './load-kinds.ts'
import { loadAdded, loadParts, type Parts } from './load-parts.ts'
import type { Action } from '../engine/schema/document.ts'
import { InputError } from '../engine/schema/input-error.ts'
import { describeKind, type KindDescription } from '../engine/services/describe-kind.ts'
import type { Done, Frame, Opened, OpenRequest, Reached, Refused, SimulationApi, Snapshot } from './api.ts'
import { describeOpen, documentOf, openRun, type OpenRun } from './open-run.ts'
import { SLICE_MS, UNSEEN_SLICE_MS } from './paced-run.ts'

export interface SimulationSessionOptions {
  /** Milliseconds of a clock that only moves forward. */
  clock: () => number
  post: (frame: Frame) => void
  /** There is something to do: call `turn` soon. */
  wake: () => void
}

const OVERTAKEN: Refused = { ok: false, message: 'Another design was opened meanwhile.' }
const NOTHING_OPEN: Refused = { ok: false, message: 'No design is open; open one first.' }

/** All of the simulation worker that does not need a worker: which run is open, who waits for it, when frames go out. */
export class SimulationSession implements Omit<SimulationApi, 'connect'> {
  #open: OpenRun | null = null
  #flights = 0
  #inspect: string | null = null
  #runs = 0
  /** Counts calls of `open`: only the newest one counts. */
  #tickets = 0
  /** The latest action that was asked for. */
  #acting: Promise<unknown> = Promise.resolve()
  /** Those who wait for the run to stop. */
  #waiting: (() => void)[] = []
  /** While a log is done again: what ends with that. Nothing is asked of the run before. */
  #doingAgain: Promise<void> | null = null

  constructor(readonly options: SimulationSessionOptions) {}

  /** One slice and, when due, a frame. Milliseconds until the next turn; Infinity when nothing goes on. */
  turn(): number {
    if (this.#open === null) return Infinity
    const { run, frames } = this.#open
    const wasPlaying = run.playing
    const rest = run.turn(frames.quiet ? UNSEEN_SLICE_MS : SLICE_MS)
    if (wasPlaying && !run.playing) this.#stopped()
    const now = this.options.clock()
    if (frames.due(now)) this.options.post(frames.write(now))
    return rest === Infinity ? Infinity : Math.min(rest, frames.wait(now))
  }

  async running(): Promise<readonly string[]> {
    return RUNNING
  }

  async summaries(): Promise<Record<string, string>> {
    const designs = await Promise.all(RUNNING.map(loadDesign))
    return Object.fromEntries(designs.map(({ slug, summary }) => [slug, summary]))
  }

  async open(request: OpenRequest): Promise<Opened | Refused> {
    const ticket = ++this.#tickets
    let open: OpenRun
    try {
      const design = typeof request.design === 'string' ? await loadDesign(request.design) : null
      const parts = await loadParts(documentOf(request, design), request.log)
      if (ticket !== this.#tickets) return OVERTAKEN
      open = openRun(request, { design, parts, number: ++this.#runs, clock: this.options.clock })
    } catch (error) {
      if (error instanceof InputError) return { ok: false, message: error.message }
      const reason = error instanceof Error ? error.message : String(error)
      return { ok: false, message: `The design could not be put together: ${reason}.` }
    }
    this.#stopped()
    this.#open = open
    this.#applyWatch()
    const again = this.#doAgain(open, request.untilNanos ?? request.log?.at(-1)?.atNanos ?? 0)
    // What is shown first is the document as it was left.
    if (request.log?.some(({ action }) => action.do === 'edit')) await again
    return open === this.#open ? describeOpen(open) : OVERTAKEN
  }

  async reached(): Promise<Reached | Refused> {
    await this.#doingAgain
    if (this.#open === null) return NOTHING_OPEN
    const { nowNanos, digest } = this.#open.lanes[0].snapshot()
    return { ok: true, run: this.#open.frames.number, nowNanos, digest }
  }

  async play(speed: number): Promise<void> {
    await this.#doingAgain
    this.#stopped()
    this.#open?.run.play(speed)
    this.#stirred()
  }

  async pause(): Promise<void> {
    await this.#doingAgain
    this.#stopped()
    this.#open?.run.pause()
    this.#stirred()
  }

  async stepEvent(): Promise<string> {
    await this.#doingAgain
    this.#stopped()
    const said = this.#open?.run.step() ?? NOTHING_OPEN.message
    this.#stirred()
    return said
  }

  async stepBy(nanos: number): Promise<void> {
    await this.#doingAgain
    await this.#goTo((this.#open?.run.now ?? 0) + nanos)
  }

  async runTo(atNanos: number, speed = Infinity): Promise<void> {
    await this.#doingAgain
    await this.#goTo(atNanos, speed)
  }

  async kinds(): Promise<KindDescription[]> {
    return [...(await loadNamed(ALL_KINDS)).values()].map(describeKind)
  }

  /** One after the other, in the order they were asked for, though some must wait for code. */
  act(action: Action, lane?: number): Promise<Done | Refused> {
    const answer = this.#acting.then(() => this.#act(action, lane))
    this.#acting = answer.catch(() => undefined)
    return answer
  }

  async snapshot(lane: number): Promise<Snapshot | null> {
    await this.#doingAgain
    return this.#open?.lanes[lane]?.snapshot() ?? null
  }

  async watch({ inspect, flights }: { inspect: string | null; flights: number }): Promise<void> {
    this.#inspect = inspect
    this.#flights = flights
    this.#applyWatch()
    this.#stirred()
  }

  async #act(action: Action, lane?: number): Promise<Done | Refused> {
    await this.#doingAgain
    const open = this.#open
    if (open === null) return NOTHING_OPEN
    if (action.do === 'edit' && lane !== undefined && open.lanes.length > 1)
      return { ok: false, message: 'The graph is the same in all lanes; edit it in all of them.' }
    const added = await partsOf(action, open.parts)
    if ('message' in added) return added
    if (open !== this.#open) return OVERTAKEN
    for (const [name, kind] of added.kinds) open.parts.kinds.set(name, kind)
    for (const [name, invariant] of added.invariants) open.parts.invariants.set(name, invariant)
    const answer = open.run.act(action, lane)
    this.#stirred()
    return answer.ok ? { ...answer, kinds: [...added.kinds.values()].map(describeKind) } : answer
  }

  /** Brings a run to where it is to be opened. Nobody sees it on the way: it comes as one frame. */
  async #doAgain(open: OpenRun, untilNanos: number): Promise<void> {
    const done = this.#goTo(untilNanos).then(() => {
      if (open === this.#open) this.#doingAgain = null
      open.frames.quiet = false
      this.#stirred()
    })
    this.#doingAgain = done
    await done
  }

  async #goTo(atNanos: number, speed = Infinity): Promise<void> {
    if (this.#open === null) return
    this.#stopped()
    const { run } = this.#open
    run.play(speed, atNanos)
    this.#stirred()
    if (run.playing) await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  #applyWatch(): void {
    if (this.#open === null) return
    this.#open.frames.inspect = this.#inspect
    for (const lane of this.#open.lanes) lane.watchFlights(this.#flights)
  }

  /** Whoever waits for the run to stop is answered; the last state is shown. */
  #stopped(): void {
    this.#open?.frames.hurry()
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }

  #stirred(): void {
    this.#open?.frames.hurry()
    this.options.wake()
  }
}

/** What an action brings in, or a sentence that says why it cannot. */
async function partsOf(action: Action, known: Parts): Promise<Parts | Refused> {
  try {
    return await loadAdded(action, known)
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) }
  }
}
