import type { Action, Command, Document, EdgeDocument, NodeDocument, Slo } from './document.ts'

/** A strategy that a person flips while the design runs. One of its settings is the naive one. */
export interface Switch {
  title: string
  doc: string
  /** The setting that the document opens with. */
  default: string
  options: Record<string, SwitchOption>
}

export interface SwitchOption {
  title: string
  /** Parameters set by this setting: node id (or `kind:<kind>` for all nodes of a kind) to values. */
  set: Record<string, Record<string, number | string | boolean>>
  /** The promise it breaks, in one sentence; only on naive settings. */
  naive?: string
}

/** A script with what must come of it. Every scenario is run by the test that walks the catalogue. */
export interface Scenario {
  title: string
  doc: string
  seconds: number
  /** Settings and parameters before the first event. */
  with?: Action[]
  /** What happens while it runs, at seconds since the start. */
  script?: { atSeconds: number; action: Action }[]
  /** Nodes taken out: edges into it are joined to where its first output led. */
  without?: string[]
  meets?: string[]
  breaks?: string[]
  holds?: string[]
  violates?: string[]
}

/** A figure worked out from others, shown with its formula. */
export interface Estimate {
  title: string
  unit: string
  /** A constant with where it comes from, or a formula over the ids of other estimates: + - * / ( ) numbers. */
  value: number | { formula: string }
  source?: string
  /** What the source document says and why it is wrong. */
  erratum?: string
}

/** One click that breaks this design in the way its entry names. */
export interface BreakButton {
  title: string
  doc: string
  actions: Action[]
}

export interface InterviewQuestion {
  ask: string
  answer: string
}

/** One of the designs: data only. */
export interface Design {
  number: number
  slug: string
  title: string
  topic: string
  /** One sentence for the gallery. */
  summary: string
  document: Document
  switches: Record<string, Switch>
  breaks: Record<string, BreakButton>
  scenarios: Record<string, Scenario>
  estimates: Record<string, Estimate>
  interview: InterviewQuestion[]
  /** Readouts that get a chart of their own: `node.metric` with a title; several series share a chart. */
  charts: Chart[]
  /** What is written at a region on the world map: by region; a design without it has no map. */
  map?: Record<string, Chart['series']>
  /** Node params shown as the load panel, in this order; `node.param`. */
  load: string[]
  /** Simulated seconds a second at which it opens. */
  speed?: number
}

export interface Chart {
  title: string
  series: { node: string; metric: string; label?: string }[]
}

type EdgeShort = Omit<EdgeDocument, 'id'> & { id?: string }

/** What a design's folder exports; ids in switches, scenarios and charts are checked by the catalogue's test. */
export interface DesignSource extends Omit<Design, 'document' | 'number' | 'slug' | 'title' | 'topic'> {
  requestsPerSimulated?: number
  nodes: Record<string, Partial<NodeDocument> & Pick<NodeDocument, 'kind' | 'at'>>
  edges: EdgeShort[]
  slos: Record<string, Slo>
  invariants: string[]
}

/** Completes a design: labels default to ids, edges get ids `from.port>to`. */
export function defineDesign(source: DesignSource): Omit<Design, 'number' | 'slug' | 'title' | 'topic'> {
  const { nodes, edges, slos, invariants, requestsPerSimulated = 1, ...rest } = source
  const document: Document = {
    version: 1,
    title: source.summary,
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([id, node]) => [id, { label: node.label ?? id, params: {}, ...node }]),
    ),
    edges: edges.map((edge) => ({ ...edge, id: edge.id ?? `${edge.from}.${edge.port}>${edge.to}` })),
    requestsPerSimulated,
    slos,
    invariants,
  }
  return { ...rest, document }
}

export type { Action, Command, Document }
