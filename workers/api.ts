import type { Region } from '../engine/network/regions.ts'
import type { ActiveFault } from '../engine/run/fault-board.ts'
import type { SloVerdict } from '../engine/run/judge-slos.ts'
import type { CheckVerdict } from '../engine/run/check-runner.ts'
import type { Mark } from '../engine/run/run-recorder.ts'
import type { Column, ColumnChange } from '../engine/run/timeline.ts'
import type { Design } from '../engine/schema/design.ts'
import type { Action, Command, Document } from '../engine/schema/document.ts'
import type { GraphEdit } from '../engine/schema/edit/graph-edit.ts'
import type { KindDescription } from '../engine/services/describe-kind.ts'

/** What the page asks of the simulation worker. Everything is answered; a refusal is a sentence, not an exception. */
export interface SimulationApi {
  /** Slugs of the designs that run. */
  running(): Promise<readonly string[]>
  /** A sentence about every design that runs, by slug. */
  summaries(): Promise<Record<string, string>>
  /**
   * Ends whatever ran and assembles a design, paused at zero. Lanes are the same design, seed and load with other switch settings.
   * A log is done again meanwhile, unseen: `reached` answers when it has been, and whatever else is asked of the run waits for that.
   */
  open(request: OpenRequest): Promise<Opened | Refused>
  /** Where the open run has got to, once all of its log has been done again. */
  reached(): Promise<Reached | Refused>
  /** Runs at so many simulated seconds a second; Infinity is flat out. */
  play(speed: number): Promise<void>
  pause(): Promise<void>
  /** Fires one event, then pauses. Says at which node it happened and what it was, in one sentence. */
  stepEvent(): Promise<string>
  /** Runs so far ahead flat out, then pauses. Answers once it is there. */
  stepBy(nanos: number): Promise<void>
  /**
   * Runs up to and including an instant, flat out or at so many simulated seconds a second, then pauses. Answers once it is there, or
   * once something else was asked for.
   */
  runTo(atNanos: number, speed?: number): Promise<void>
  /** All kinds that there are, for a palette. Loads the code of each. */
  kinds(): Promise<KindDescription[]>
  /**
   * Does something to the run (to one lane, or to all) at the present instant. Edits of the graph are for all lanes; kinds that
   * come with them are loaded first.
   */
  act(action: Action, lane?: number): Promise<Done | Refused>
  /** A lane's run so far, all of one instant: enough to do it again. Null when nothing is open. */
  snapshot(lane: number): Promise<Snapshot | null>
  /** Chooses what is sent: pictures of one node's inside, and how many dots on the edges a frame. Changes nothing in the run. */
  watch(wish: { inspect: string | null; flights: number }): Promise<void>
  /** Frames are posted to this port from now on. */
  connect(port: MessagePort): Promise<void>
}

export interface OpenRequest {
  /** A slug of the catalogue, or a document of one's own. */
  design: string | Document
  /** The design's document as a person has edited it, instead of the catalogue's own. */
  edited?: Document
  /** Edits to make of that document what the run begins with. */
  edits?: GraphEdit[]
  seed: number
  /** Switch settings a lane differs in from the design's defaults; one empty object for a plain run. */
  lanes: Record<string, string>[]
  /** Commands of an earlier run to do again, in every lane, flat out. What set its lanes up is in its log: give empty lanes then. */
  log?: Command[]
  /** Commands of a scenario, done when their time comes while it plays; what a person does meanwhile does not end them. */
  script?: Command[]
  /** Nodes taken out, to see what breaks without them. */
  without?: string[]
  /** How far to go before anything else; to the last command of the log when absent. */
  untilNanos?: number
  /** Events between two looks at the clock, 500 when absent. Tests hold runs of any batch to one digest. */
  batch?: number
}

/** With the design and the seed it is the whole run of a lane. */
export interface Snapshot {
  /** The document that it began with. */
  start: Document
  /** That document with what the log's edits made of it. */
  document: Document
  log: Command[]
  nowNanos: number
  digest: string
}

export interface Opened {
  ok: true
  /** Names this run; its frames carry the same number. */
  run: number
  /** Null for a document of one's own. */
  design: Design | null
  /** As it is after the edits of the log. */
  document: Document
  /** As it was at zero: with the seed and the log it is the whole run. */
  start: Document
  /** The kinds of its nodes. */
  kinds: KindDescription[]
  /** The regions that its nodes name, where it is known where they are. */
  regions: Region[]
  lanes: LaneDescription[]
}
/** Where the first lane of a run has got to. */
export interface Reached {
  ok: true
  run: number
  nowNanos: number
  digest: string
}
export interface LaneDescription {
  columns: Column[]
  /** What every place of a row of readings stands for; null for one that is empty. */
  places: (Column | null)[]
  /** The edges that flights name by number: by index, the latest of an id is the one that is there. */
  links: string[]
  settings: Record<string, string>
}
export interface Done {
  ok: true
  command: Command
  /** Kinds that were not known to the page before. */
  kinds: KindDescription[]
}
export interface Refused {
  ok: false
  /** One sentence: what is wrong, where, what to do. */
  message: string
}

/** Ten to twenty of these a second. Arrays are transferred, never copied. */
export interface Frame {
  run: number
  nowNanos: number
  /** Simulated seconds a second that were reached lately. */
  pace: number
  playing: boolean
  /** Set when the engine itself failed; the run has stopped. */
  crashed: string | null
  lanes: LaneFrame[]
}
export interface LaneFrame {
  /** What an edit has changed of the lane's description; null when nothing was edited. Holds for the rows of this frame. */
  graph: GraphChange | null
  /** Rows of `places.length + 1` numbers: the instant in ns, then the readings. */
  rows: Float64Array
  /** Four numbers a dot, see FLIGHT_FIELDS; empty unless watched. */
  flights: Float64Array
  /** One dot stands for so many messages. */
  flightsOneIn: number
  events: number
  /** What has changed in the status since it was last sent, at most four times a second; null when nothing has. */
  status: StatusChange | null
  /** The inside of the watched node, at most five times a second; null in between. */
  inspect: Inspection | null
}
export interface GraphChange {
  columns: ColumnChange[]
  links: string[]
}
export interface LaneStatus {
  digest: string
  checks: CheckVerdict[]
  slos: SloVerdict[]
  faults: ActiveFault[]
  settings: Record<string, string>
  /** Present parameters of every node. */
  params: Record<string, Record<string, number | string | boolean>>
  log: Command[]
  marks: Mark[]
  totals: Totals
}
/** Fields that have changed; `log` and `marks` bring only what is new in them. The first one after `open` has all fields. */
export type StatusChange = Partial<LaneStatus>

export interface Totals {
  offered: number
  completed: number
  goodput: number
  failed: number
  rejected: number
}
export interface Inspection {
  node: string
  /** What the kind's inspect() returned: `view` names the picture. */
  snapshot: ({ view: string } & Record<string, unknown>) | null
}
