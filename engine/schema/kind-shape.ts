import type { Parameters } from './parameter.ts'
import type { MessageName, ProtocolName } from './protocols.ts'

/** A place where edges begin. Requests arrive at the node itself. */
export interface Port {
  title: string
  /** How many edges may leave by it: exactly one, one or none, any number but at least one, any number. */
  edges: 'one' | 'optional' | 'many' | 'any'
  /** What the kind asks over it: the far end must understand all of it, itself or by passing it on. */
  asks?: readonly ProtocolName[] | AskedByChoice
  /** What of that which the kind is asked goes on over it as it is. */
  relays?: Relaying
  /** What is sent over it and never answered; in return the far end sends what belongs to it. Who only passes on does not hear it. */
  tells?: MessageName
  /** The kind goes by who it is that answers: nobody may pass on in between. */
  direct?: true
  /** Messages flow both ways: either end may have drawn the edge. */
  peers?: boolean
  /** Whoever asks has been answered before anything leaves by it: a circle through it keeps nobody waiting. */
  asynchronous?: true
  /** The kind itself sees to it that nothing goes round for ever over such edges. */
  guarded?: true
}

/** People ask for what a parameter says. One of the things is enough to be understood: they see the others fail. */
export interface AskedByChoice {
  parameter: string
  /** The value it has when nobody has set it. */
  otherwise: string
  byValue: Readonly<Record<string, readonly ProtocolName[]>>
}

/**
 * - `everything`: as soon as something is connected the kind answers nothing by itself;
 * - `the-rest`: what it does not understand itself;
 * - `what-it-understands`: it takes nothing else.
 */
export type Relaying = 'everything' | 'the-rest' | 'what-it-understands'

/** What of a kind matters to a document: how it may be connected and set. Kinds and their descriptions are of this shape. */
export interface KindShape {
  kind: string
  title: string
  /** What it answers by itself. */
  understands: readonly ProtocolName[]
  hears: readonly MessageName[]
  ports: Readonly<Record<string, Port>>
  params: Parameters
  /** Whether anything can be sent to it. */
  receives: boolean
}

export type KindShapes = ReadonlyMap<string, KindShape>

/** The port by which a kind passes on what it is asked. */
export const relayOf = (ports: Readonly<Record<string, Port>>): [name: string, how: Relaying] | null => {
  for (const [name, { relays }] of Object.entries(ports)) if (relays !== undefined) return [name, relays]
  return null
}

/** Whether messages over an edge that leaves by `port` are for such a node. */
export const areHeard = (
  { peers, tells }: Port,
  from: Pick<KindShape, 'kind'>,
  to: Pick<KindShape, 'kind'> & { hears?: readonly MessageName[] },
): boolean =>
  peers === true ? from.kind === to.kind : tells !== undefined && to.hears?.includes(tells) === true
