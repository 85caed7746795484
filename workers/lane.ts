import { judgeSlos } from '../engine/run/judge-slos.ts'
import type { World } from '../engine/run/world.ts'
import { FlightSampler } from '../engine/run/flight-sampler.ts'
import type { Document } from '../engine/schema/document.ts'
import type {
  GraphChange,
  Inspection,
  LaneDescription,
  LaneFrame,
  LaneStatus,
  Snapshot,
  StatusChange,
} from './api.ts'

/** One of the runs that go side by side, and what of it has been told to the page. Reads the run, never changes it. */
export class Lane {
  readonly #sent = new Map<keyof LaneStatus, string>()
  #sentCommands = 0
  #sentMarks = 0
  #sentLinks = 0

  /** What it began with. */
  readonly start: Document

  constructor(readonly world: World) {
    this.start = world.parts.graph.document
  }

  /** All that is needed to do it again, of one instant. */
  snapshot(): Snapshot {
    const { start, world } = this
    const { document } = world.parts.graph
    return { start, document, log: [...world.log], nowNanos: world.now, digest: world.digest() }
  }

  describe(): LaneDescription {
    const { timeline, graph } = this.world.parts
    timeline.drainChanges() // all of it is told here
    this.#sentLinks = graph.edgeOfLink.length
    return {
      columns: timeline.columns,
      places: timeline.places,
      links: [...graph.edgeOfLink],
      settings: { ...this.world.settings },
    }
  }

  /** How many messages a frame are sampled for the picture; none when 0. */
  watchFlights(most: number): void {
    const { recorder } = this.world.parts
    if (most === 0) recorder.flights = null
    else if (recorder.flights?.limit !== most) recorder.flights = new FlightSampler(most)
  }

  /** What has happened since the last frame. */
  frame(wish: { status: boolean; inspect: string | null }): LaneFrame {
    const { timeline, recorder } = this.world.parts
    const drained = recorder.flights?.drain() ?? { flights: new Float64Array(0), oneIn: 1 }
    return {
      graph: this.#graphChange(),
      rows: joined(timeline.drain(), timeline.width),
      flights: drained.flights,
      flightsOneIn: drained.oneIn,
      events: this.world.events,
      status: wish.status ? this.#statusChange() : null,
      inspect: wish.inspect === null ? null : this.#inspect(wish.inspect),
    }
  }

  #graphChange(): GraphChange | null {
    const { timeline, graph } = this.world.parts
    const columns = timeline.drainChanges()
    if (columns.length === 0 && graph.edgeOfLink.length === this.#sentLinks) return null
    this.#sentLinks = graph.edgeOfLink.length
    return { columns, links: [...graph.edgeOfLink] }
  }

  #inspect(node: string): Inspection | null {
    const behaviour = this.world.parts.behaviours.get(node)
    return behaviour === undefined ? null : { node, snapshot: behaviour.inspect() }
  }

  #statusChange(): StatusChange | null {
    const first = this.#sent.size === 0
    const change = this.#changedFields()
    const { log } = this.world
    const { marks } = this.world.parts.recorder
    if (first || log.length > this.#sentCommands) change.log = log.slice(this.#sentCommands)
    if (first || marks.length > this.#sentMarks) change.marks = marks.slice(this.#sentMarks)
    this.#sentCommands = log.length
    this.#sentMarks = marks.length
    return Object.keys(change).length === 0 ? null : change
  }

  #changedFields(): StatusChange {
    const change: Record<string, unknown> = {}
    for (const [name, value] of Object.entries(this.#status())) {
      const text = JSON.stringify(value)
      if (this.#sent.get(name as keyof LaneStatus) === text) continue
      this.#sent.set(name as keyof LaneStatus, text)
      change[name] = value
    }
    return change
  }

  #status(): Omit<LaneStatus, 'log' | 'marks'> {
    const { world } = this
    const { recorder, checks, behaviours } = world.parts
    return {
      digest: world.digest(),
      checks: checks.verdicts(),
      slos: judgeSlos(world.parts.graph.document, recorder),
      faults: [...world.faults.active],
      settings: { ...world.settings },
      params: Object.fromEntries([...behaviours].map(([id, behaviour]) => [id, behaviour.params])),
      totals: {
        offered: recorder.offered,
        completed: recorder.succeeded,
        goodput: recorder.goodput,
        failed: recorder.failed,
        rejected: recorder.rejected,
      },
    }
  }
}

/** Rows one after the other in one buffer of their own, to be handed over. Those from before an edit have nothing in newer places. */
function joined(rows: readonly Float64Array[], width: number): Float64Array {
  const all = new Float64Array(rows.length * width).fill(NaN)
  rows.forEach((row, i) => all.set(row, i * width))
  return all
}
