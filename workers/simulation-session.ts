import { loadDesign, RUNNING } from './load-design.ts'
import { ALL_KINDS, loadNamed } from './load-kinds.ts'
import { loadAdded, loadParts, type Parts } from './load-parts.ts'
import { assemble } from '../engine/run/assemble.ts'
import { placeOf, REGIONS, type Region } from '../engine/network/regions.ts'
import { withoutNodes } from '../engine/run/without-nodes.ts'
import type { World } from '../engine/run/world.ts'
import type { Design } from '../engine/schema/design.ts'
import type { Action, Document } from '../engine/schema/document.ts'
import { applyEdits } from '../engine/schema/edit/apply-edits.ts'
import { InputError } from '../engine/schema/input-error.ts'
import { describeKind, type KindDescription } from '../engine/services/describe-kind.ts'
import type { Done, Frame, Opened, OpenRequest, Refused, SimulationApi, Snapshot } from './api.ts'
import { FrameWriter } from './frame-writer.ts'
import { Lane } from './lane.ts'
import { PacedRun } from './paced-run.ts'

export interface SimulationSessionOptions {
  /** Milliseconds of a clock that only moves forward. */
  clock: () => number
  post: (frame: Frame) => void
  /** There is something to do: call `turn` soon. */
  wake: () => void
}

interface OpenRun {
  design: Design | null
  parts: Parts
  run: PacedRun
  lanes: Lane[]
  frames: FrameWriter
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

  constructor(readonly options: SimulationSessionOptions) {}

  /** One slice and, when due, a frame. Milliseconds until the next turn; Infinity when nothing goes on. */
  turn(): number {
    if (this.#open === null) return Infinity
    const { run, frames } = this.#open
    const wasPlaying = run.playing
    const rest = run.turn()
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
    try {
      const design = typeof request.design === 'string' ? await loadDesign(request.design) : null
      const parts = await loadParts(documentOf(request, design), request.log)
      if (ticket !== this.#tickets) return OVERTAKEN
      const open = this.#assemble(request, design, parts)
      this.#stopped()
      this.#open = open
    } catch (error) {
      if (error instanceof InputError) return { ok: false, message: error.message }
      const reason = error instanceof Error ? error.message : String(error)
      return { ok: false, message: `The design could not be put together: ${reason}.` }
    }
    const { design, parts, lanes, frames } = this.#open
    const { start } = lanes[0]
    await this.runTo(request.untilNanos ?? request.log?.at(-1)?.atNanos ?? 0)
    if (frames !== this.#open?.frames) return OVERTAKEN
    frames.quiet = false
    this.#stirred()
    const { document, nowNanos, digest } = lanes[0].snapshot()
    return {
      ok: true,
      run: frames.number,
      design,
      document,
      start,
      kinds: [...parts.kinds.values()].map(describeKind),
      regions: regionsOf(document),
      lanes: lanes.map((lane) => lane.describe()),
      nowNanos,
      digest,
    }
  }

  async play(speed: number): Promise<void> {
    this.#stopped()
    this.#open?.run.play(speed)
    this.#stirred()
  }

  async pause(): Promise<void> {
    this.#stopped()
    this.#open?.run.pause()
    this.#stirred()
  }

  async stepEvent(): Promise<string> {
    this.#stopped()
    const said = this.#open?.run.step() ?? NOTHING_OPEN.message
    this.#stirred()
    return said
  }

  async stepBy(nanos: number): Promise<void> {
    await this.runTo((this.#open?.run.now ?? 0) + nanos)
  }

  async runTo(atNanos: number): Promise<void> {
    if (this.#open === null) return
    this.#stopped()
    const { run } = this.#open
    run.play(Infinity, atNanos)
    this.#stirred()
    if (run.playing) await new Promise<void>((resolve) => this.#waiting.push(resolve))
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
    return this.#open?.lanes[lane]?.snapshot() ?? null
  }

  async watch({ inspect, flights }: { inspect: string | null; flights: number }): Promise<void> {
    this.#inspect = inspect
    this.#flights = flights
    this.#applyWatch()
    this.#stirred()
  }

  async #act(action: Action, lane?: number): Promise<Done | Refused> {
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

  #assemble(request: OpenRequest, design: Design | null, parts: Parts): OpenRun {
    const { seed, lanes, log, script, without = [] } = request
    const document = documentOf(request, design)
    const switches = design?.switches ?? {}
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new InputError(`The seed must be a whole number from 0 on, not ${seed}.`)
    }
    if (lanes.length === 0) throw new InputError('A run needs at least one lane; give one empty object.')
    const worlds = lanes.map((settings) => {
      const world = assemble(withoutNodes(document, without), { ...parts, seed, switches })
      for (const [name, to] of Object.entries(settings)) {
        // What stands so already needs no command: a run that is told its defaults is the run that is told nothing.
        if (world.settings[name] !== to) world.act({ do: 'switch', name, to })
      }
      return world
    })
    return { design, parts, ...this.#prepared(worlds, log, script) }
  }

  #prepared(
    worlds: World[],
    log: OpenRequest['log'],
    script: OpenRequest['script'],
  ): Omit<OpenRun, 'design' | 'parts'> {
    const run = new PacedRun({ worlds, clock: this.options.clock, log, script })
    const lanes = worlds.map((world) => new Lane(world))
    const frames = new FrameWriter(++this.#runs, run, lanes)
    frames.inspect = this.#inspect
    for (const lane of lanes) lane.watchFlights(this.#flights)
    return { run, lanes, frames }
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

const documentOf = ({ design, edited, edits = [] }: OpenRequest, known: Design | null): Document =>
  applyEdits(edited ?? known?.document ?? (design as Document), edits)

/** What an action brings in, or a sentence that says why it cannot. */
async function partsOf(action: Action, known: Parts): Promise<Parts | Refused> {
  try {
    return await loadAdded(action, known)
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) }
  }
}

function regionsOf({ nodes }: Document): Region[] {
  const named = new Set(Object.values(nodes).map(({ region = '' }) => placeOf(region)))
  return REGIONS.filter(({ name }) => named.has(name))
}
