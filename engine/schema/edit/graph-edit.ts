import type { EdgeDocument, NodeDocument, Slo } from '../document.ts'
import type { ParameterValue } from '../parameter.ts'

/**
 * One change of a document, as data: it can be stored, sent, undone and done again. `at` is the place among the nodes or edges,
 * which decides the order in which ports list their edges; at the end when absent.
 */
export type GraphEdit =
  | { edit: 'add-node'; id: string; node: NodeDocument; at?: number }
  /** Its edges have been disconnected before. */
  | { edit: 'remove-node'; id: string }
  | { edit: 'connect'; edge: EdgeDocument; at?: number }
  | { edit: 'disconnect'; id: string }
  /** Null leaves it to the kind's default. */
  | { edit: 'set-param'; node: string; param: string; value: ParameterValue | null }
  /** `eu-west`, a zone of it (`eu-west/a`), a zone of nowhere in particular (`/a`); null takes it out of any. */
  | { edit: 'set-region'; node: string; region: string | null }
  /** Null leaves latency to the distance and bandwidth unlimited. */
  | { edit: 'set-edge'; id: string; latencyMs: number | null; bandwidthMbps: number | null }
  | { edit: 'set-objective'; name: string; slo: Slo | null }
  | { edit: 'set-invariants'; names: string[] }
  | { edit: 'move'; node: string; to: [column: number, row: number] }
  | { edit: 'rename'; node: string; label: string }
  | { edit: 'retitle'; title: string }
  | { edit: 'set-scale'; requestsPerSimulated: number }
