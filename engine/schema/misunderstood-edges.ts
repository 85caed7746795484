import type { Document, EdgeDocument, NodeDocument } from './document.ts'
import { areHeard, relayOf, type KindShape, type KindShapes, type Port } from './kind-shape.ts'
import { MESSAGES, listed, protocolTitles, type ProtocolName } from './protocols.ts'
import { Understandings, type Understood } from './understandings.ts'

const known = new WeakMap<Document, { kinds: KindShapes; edges: ReadonlyMap<string, string> }>()

/** The edges over which something is asked or told that is not understood at the other end, each with a sentence that says so. */
export function misunderstoodEdges(document: Document, kinds: KindShapes): ReadonlyMap<string, string> {
  const latest = known.get(document)
  if (latest?.kinds === kinds) return latest.edges
  const understandings = new Understandings(document, kinds)
  const edges = new Map<string, string>()
  for (const edge of document.edges) {
    const sentence = misunderstanding(document, edge, kinds, understandings)
    if (sentence !== null) edges.set(edge.id, sentence)
  }
  known.set(document, { kinds, edges }) // it is asked for again whenever a pointer moves over a node
  return edges
}

function misunderstanding(
  document: Document,
  { from, port, to }: EdgeDocument,
  kinds: KindShapes,
  understandings: Understandings,
): string | null {
  const [source, target] = [document.nodes[from], document.nodes[to]]
  const [shape, targetShape] = [kinds.get(source.kind), kinds.get(target.kind)]
  const declared = shape !== undefined && Object.hasOwn(shape.ports, port) ? shape.ports[port] : undefined
  if (shape === undefined || targetShape === undefined || declared === undefined) return null
  if ((declared.peers === true || declared.tells !== undefined) && !areHeard(declared, shape, targetShape))
    return notHeard(source, declared, target, targetShape)
  const understood = declared.direct === true ? new Set(targetShape.understands) : understandings.of(to)
  const asked = askedBy(source, declared)
  if (suffices(declared, asked, understood)) return null
  const wish = `${source.label} asks for ${protocolTitles(asked)}`
  const relays = relayOf(targetShape.ports) !== null
  if (declared.direct === true && relays)
    return `${wish}, and goes by who answers; ${target.label} only passes on.`
  return `${wish}; ${target.label} ${whatIsUnderstood(understood, relays)}.`
}

function askedBy({ params }: NodeDocument, { asks = [] }: Port): readonly ProtocolName[] {
  if (!('parameter' in asks)) return asks
  const value = String(params[asks.parameter] ?? '')
  return Object.hasOwn(asks.byValue, value) ? asks.byValue[value] : asks.byValue[asks.otherwise]
}

function suffices({ asks = [] }: Port, asked: readonly ProtocolName[], understood: Understood): boolean {
  if (understood === null) return true
  const isUnderstood = (name: ProtocolName) => understood.has(name)
  return 'parameter' in asks ? asked.some(isUnderstood) : asked.every(isUnderstood)
}

function whatIsUnderstood(understood: Understood, relays: boolean): string {
  if (understood !== null && understood.size > 0) return `understands ${protocolTitles([...understood])}`
  return relays ? 'passes nothing on that is understood behind it' : 'answers nothing'
}

function notHeard(
  { label }: NodeDocument,
  { peers, tells, title }: Port,
  target: NodeDocument,
  { hears }: KindShape,
): string {
  if (peers === true || tells === undefined)
    return `"${title}" of ${label} connects nodes of one kind; ${target.label} is of another.`
  const titles = hears.length === 0 ? 'no messages' : listed(hears.map((name) => MESSAGES[name]))
  return `${label} sends ${MESSAGES[tells]}; ${target.label} listens for ${titles}.`
}
