import * as v from 'valibot'
import { LIMITS } from './limits.ts'

const FORBIDDEN = ['__proto__', 'constructor', 'prototype']

const Id = v.pipe(
  v.string('must be a name'),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9 ._>:-]{0,119}$/, 'must be 1 to 120 letters, digits, spaces or . _ > : -'),
  v.check((id) => !FORBIDDEN.includes(id), 'is a name that objects keep for themselves'),
)
const Text = v.pipe(v.string('must be a text'), v.maxLength(500, 'must be at most 500 characters'))
const Finite = v.pipe(v.number('must be a number'), v.finite('must be finite'))
const between = (min: number, max: number) =>
  v.pipe(Finite, v.minValue(min, `must be at least ${min}`), v.maxValue(max, `must be at most ${max}`))
const Share = between(0, 1)
const Whole = v.pipe(Finite, v.integer('must be a whole number'), v.minValue(0, 'must be at least 0'))
const Value = v.union([Finite, Text, v.boolean()], 'must be a number, a text, true or false')
const Region = v.pipe(
  v.string('must be a region'),
  v.regex(/^[A-Za-z0-9 ._/-]{1,60}$/, 'must be 1 to 60 letters, digits, spaces or . _ / -'),
)
const Place = v.strictTuple([between(-1e4, 1e4), between(-1e4, 1e4)], 'must be a column and a row')
const Latency = between(0, 60_000)
const Bandwidth = between(0, 1e6)
const Objective = v.union(
  [
    v.strictObject({ of: Id, quantile: Share, belowMs: between(0, 1e9) }),
    v.strictObject({ of: Id, availability: Share }),
  ],
  'must be a latency (quantile, belowMs) or an availability of a node',
)

const NodeSchema = v.strictObject({
  kind: Id,
  label: v.optional(Text),
  at: Place,
  region: v.optional(Region),
  params: v.optional(v.record(Id, Value), {}),
})
const EdgeSchema = v.strictObject({
  id: v.optional(Id),
  from: Id,
  port: Id,
  to: Id,
  latencyMs: v.optional(Latency),
  bandwidthMbps: v.optional(Bandwidth),
})

/** A document, as it stands in a file. */
export const DocumentSchema = v.strictObject({
  version: v.literal(1, 'must be 1'),
  title: v.optional(Text, 'Untitled'),
  nodes: v.record(Id, NodeSchema),
  edges: v.pipe(v.array(EdgeSchema), v.maxLength(LIMITS.edges, `has more than ${LIMITS.edges} edges`)),
  requestsPerSimulated: v.optional(between(1, 1e12), 1),
  slos: v.optional(v.record(Id, Objective), {}),
  invariants: v.optional(v.pipe(v.array(Id), v.maxLength(200, 'has more than 200 invariants')), []),
})

const At = v.optional(Whole)
const EditSchema = v.variant(
  'edit',
  [
    v.strictObject({
      edit: v.literal('add-node'),
      id: Id,
      node: v.required(NodeSchema, ['label', 'params']),
      at: At,
    }),
    v.strictObject({ edit: v.literal('remove-node'), id: Id }),
    v.strictObject({ edit: v.literal('connect'), edge: v.required(EdgeSchema, ['id']), at: At }),
    v.strictObject({ edit: v.literal('disconnect'), id: Id }),
    v.strictObject({ edit: v.literal('set-param'), node: Id, param: Id, value: v.nullable(Value) }),
    v.strictObject({ edit: v.literal('set-region'), node: Id, region: v.nullable(Region) }),
    v.strictObject({
      edit: v.literal('set-edge'),
      id: Id,
      latencyMs: v.nullable(Latency),
      bandwidthMbps: v.nullable(Bandwidth),
    }),
    v.strictObject({ edit: v.literal('set-objective'), name: Id, slo: v.nullable(Objective) }),
    v.strictObject({ edit: v.literal('set-invariants'), names: v.array(Id) }),
    v.strictObject({ edit: v.literal('move'), node: Id, to: Place }),
    v.strictObject({ edit: v.literal('rename'), node: Id, label: Text }),
    v.strictObject({ edit: v.literal('retitle'), title: Text }),
    v.strictObject({ edit: v.literal('set-scale'), requestsPerSimulated: between(1, 1e12) }),
  ],
  'must be an edit of the graph',
)
const Edits = v.pipe(v.array(EditSchema), v.maxLength(LIMITS.edits, `has more than ${LIMITS.edits} edits`))

const Member = v.pipe(v.string(), v.regex(/^[A-Za-z0-9 ._>:/-]{1,128}$/, 'must name a node or region:<name>'))
const Group = v.pipe(v.array(Member), v.maxLength(LIMITS.nodes))
const FaultPlaceSchema = v.union(
  [
    v.strictObject({ node: Id }),
    v.strictObject({ edge: Id }),
    v.strictObject({ region: Region }),
    v.strictObject({ between: v.strictTuple([Group, Group]) }),
    v.strictObject({ run: v.literal(true) }),
  ],
  'must be a place where a fault strikes',
)
const ActionSchema = v.variant(
  'do',
  [
    v.strictObject({ do: v.literal('set'), node: Id, param: Id, value: Value }),
    v.strictObject({ do: v.literal('switch'), name: Id, to: Id }),
    v.strictObject({
      do: v.literal('inject'),
      fault: Id,
      id: Id,
      on: FaultPlaceSchema,
      params: v.optional(v.record(Id, Value)),
    }),
    v.strictObject({ do: v.literal('lift'), id: Id }),
    v.strictObject({ do: v.literal('edit'), edits: Edits }),
  ],
  'must be a command',
)
const CommandSchema = v.strictObject({ atNanos: Whole, action: ActionSchema })
const Slug = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,79}$/, 'must be the slug of a design'))

/** A saved design with its run; see `SavedDesign`. */
export const SavedSchema = v.strictObject({
  format: v.literal('breakwater', 'must be "breakwater": this file is of another program'),
  version: v.literal(2, 'must be 2'),
  basedOn: v.nullable(Slug),
  document: v.nullable(DocumentSchema),
  edits: v.optional(Edits, []),
  seed: v.pipe(Whole, v.maxValue(Number.MAX_SAFE_INTEGER)),
  log: v.pipe(
    v.array(CommandSchema),
    v.maxLength(LIMITS.commands, `has more than ${LIMITS.commands} commands`),
  ),
  atNanos: Whole,
  digest: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/, 'must be sixteen hexadecimal digits'))),
  arrangement: v.optional(Edits, []),
})
