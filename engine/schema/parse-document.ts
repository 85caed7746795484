import * as v from 'valibot'
import type { Document } from './document.ts'
import { InputError } from './input-error.ts'

const MAX_NODES = 500
const MAX_EDGES = 2_000
const MAX_TEXT = 1_048_576
const FORBIDDEN = ['__proto__', 'constructor', 'prototype']

const Id = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9 ._>:-]{0,119}$/, 'must be 1 to 120 letters, digits, spaces or . _ > : -'),
  v.check((id) => !FORBIDDEN.includes(id), 'is a name that objects keep for themselves'),
)
const Text = v.pipe(v.string(), v.maxLength(500, 'must be at most 500 characters'))
const Finite = v.pipe(v.number(), v.finite())
const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1))
const Value = v.union([Finite, Text, v.boolean()], 'must be a number, a text, true or false')

const NodeSchema = v.strictObject({
  kind: Id,
  label: v.optional(Text),
  at: v.tuple([Finite, Finite]),
  region: v.optional(Text),
  params: v.optional(v.record(Id, Value), {}),
})
const EdgeSchema = v.strictObject({
  id: v.optional(Id),
  from: Id,
  port: Id,
  to: Id,
  latencyMs: v.optional(v.pipe(Finite, v.minValue(0), v.maxValue(60_000))),
  bandwidthMbps: v.optional(v.pipe(Finite, v.minValue(0), v.maxValue(1e6))),
})
const SloSchema = v.union([
  v.strictObject({ of: Id, quantile: Share, belowMs: v.pipe(Finite, v.minValue(0)) }),
  v.strictObject({ of: Id, availability: Share }),
])
const DocumentSchema = v.strictObject({
  version: v.literal(1, 'must be 1: this file is of another version'),
  title: v.optional(Text, 'Untitled'),
  nodes: v.record(Id, NodeSchema),
  edges: v.pipe(v.array(EdgeSchema), v.maxLength(MAX_EDGES, `has more than ${MAX_EDGES} edges`)),
  requestsPerSimulated: v.optional(v.pipe(Finite, v.minValue(1)), 1),
  slos: v.optional(v.record(Id, SloSchema), {}),
  invariants: v.optional(v.array(Id), []),
})

/** Reads a document from the text of a file. Throws an InputError that names the path of what is wrong. */
export function parseDocument(text: string): Document {
  if (text.length > MAX_TEXT)
    throw new InputError('The document is larger than 1 MiB; it cannot be a design.')
  const parsed = v.safeParse(DocumentSchema, fromJson(text), { abortEarly: true })
  if (!parsed.success) throw new InputError(problemOf(parsed.issues[0]))
  const { output } = parsed
  const count = Object.keys(output.nodes).length
  if (count > MAX_NODES)
    throw new InputError(`The document has ${count} nodes; at most ${MAX_NODES} can run.`)
  const nodes = Object.entries(output.nodes).map(
    ([id, node]) => [id, { ...node, label: node.label ?? id }] as const,
  )
  const edges = output.edges.map((edge) => ({
    ...edge,
    id: edge.id ?? `${edge.from}.${edge.port}>${edge.to}`,
  }))
  return { ...output, nodes: Object.fromEntries(nodes), edges }
}

function fromJson(text: string): unknown {
  if (text.trim() === '') throw new InputError('The document is empty; give a design saved as JSON.')
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new InputError(
      `The document is not JSON (${error instanceof Error ? error.message : 'unreadable'}); give a design saved as JSON.`,
    )
  }
}

function problemOf(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue)
  return `The document is not a design: ${path === null ? 'it' : `"${path}"`} ${lowerFirst(issue.message)}.`
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
