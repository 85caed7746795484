import type { GraphEdit } from './edit/graph-edit.ts'
import type { ParameterValue } from './parameter.ts'

/** The saved form of a design: everything that is needed, with a seed, to run it. */
export interface Document {
  version: 1
  title: string
  nodes: Record<string, NodeDocument>
  edges: EdgeDocument[]
  /** Divides rates and capacities alike: one simulated request stands for so many real ones. */
  requestsPerSimulated: number
  slos: Record<string, Slo>
  /** Names of the invariants that are checked while it runs. */
  invariants: string[]
}

export interface NodeDocument {
  kind: string
  label: string
  /** Grid position on the canvas; a cell is about a card wide and high. */
  at: [column: number, row: number]
  region?: string
  params: Record<string, ParameterValue>
}

export interface EdgeDocument {
  id: string
  from: string
  /** The port of `from`. */
  port: string
  to: string
  /** One-way latency; when absent, that of the two regions, or of one data centre. */
  latencyMs?: number
  bandwidthMbps?: number
}

/** A promise about what clients see. */
export type Slo =
  | { of: string; quantile: number; belowMs: number }
  | { of: string; /** Share of requests answered well. */ availability: number }

/** What a person or a script does to a run. */
export type Action =
  | { do: 'set'; node: string; param: string; value: ParameterValue }
  | { do: 'switch'; name: string; to: string }
  | { do: 'inject'; fault: string; id: string; on: FaultPlace; params?: Record<string, ParameterValue> }
  | { do: 'lift'; id: string }
  | { do: 'edit'; edits: GraphEdit[] }

/** Where a fault strikes. `links` between two groups are all links that join them. */
export type FaultPlace =
  | { node: string }
  | { edge: string }
  | { region: string }
  | { between: [string[], string[]] }
  | { run: true }

/** An action at an instant. Those of one instant apply in order, after all events of that instant. */
export interface Command {
  atNanos: number
  action: Action
}
