import type { Parameters } from './parameter.ts'

/** A place where edges begin. Requests arrive at the node itself. */
export interface Port {
  title: string
  /** How many edges may leave by it: exactly one, one or none, any number but at least one, any number. */
  edges: 'one' | 'optional' | 'many' | 'any'
  /** Messages flow both ways: either end may have drawn the edge. */
  peers?: boolean
  /** Whoever asks has been answered before anything leaves by it: a circle through it keeps nobody waiting. */
  asynchronous?: true
  /** The kind itself sees to it that nothing goes round for ever over such edges. */
  guarded?: true
}

/** What of a kind matters to a document: how it may be connected and set. Kinds and their descriptions are of this shape. */
export interface KindShape {
  kind: string
  title: string
  ports: Readonly<Record<string, Port>>
  params: Parameters
  /** Whether requests can be sent to it. */
  receives: boolean
}

export type KindShapes = ReadonlyMap<string, KindShape>
