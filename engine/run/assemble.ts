import { Kernel } from '../kernel/kernel.ts'
import { Node } from '../kernel/node.ts'
import { ms, type Nanos } from '../lib/units.ts'
import { NetworkLink } from '../network/network-link.ts'
import { roundTripNanos } from '../network/regions.ts'
import type { Document, EdgeDocument } from '../schema/document.ts'
import type { Switch } from '../schema/design.ts'
import { defaultsOf, type ParameterValue } from '../schema/parameter.ts'
import type { AnyService } from '../services/define-service.ts'
import { ServiceBehaviour } from '../services/service-behaviour.ts'
import type { Recording } from '../workload/recording.ts'
import { CheckRunner } from './check-runner.ts'
import { RunRecorder } from './run-recorder.ts'
import { Timeline } from './timeline.ts'
import { requireRunnable } from './require-runnable.ts'
import { World } from './world.ts'

/** One way within one data centre: same-zone round trips are about half a millisecond. */
const LOCAL_LATENCY: Nanos = ms(0.25)

export interface AssembleOptions {
  /** At least the kinds that the document names. */
  kinds: ReadonlyMap<string, AnyService>
  seed: number
  switches?: Readonly<Record<string, Switch>>
  /** How much simulated time one reading of the time line covers. */
  readingNanos?: Nanos
  /** What nodes are to replay, by their ids. */
  recordings?: Readonly<Record<string, Recording>>
}

/** Puts a document together so that it can run. The one place where that happens, for the page, the tests and the command line. */
export function assemble(document: Document, options: AssembleOptions): World {
  requireRunnable(document, options.kinds)
  const kernel = new Kernel(options.seed)
  const nodes = new Map<string, Node>()
  for (const [id, { kind, region }] of Object.entries(document.nodes)) {
    const node = new Node(kernel, kernel.nodes.length, id, kind, region ?? '')
    kernel.nodes.push(node)
    nodes.set(id, node)
  }
  const links = document.edges.map((edge, index) => connect(kernel, nodes, edge, index))
  const behaviours = new Map<string, ServiceBehaviour>()
  for (const [id, { kind, params }] of Object.entries(document.nodes)) {
    const spec = options.kinds.get(kind)!
    const values: Record<string, ParameterValue> = { ...defaultsOf(spec.params), ...params }
    const behaviour = new ServiceBehaviour(spec, nodes.get(id)!, values, options.recordings?.[id])
    nodes.get(id)!.behaviour = behaviour
    behaviours.set(id, behaviour)
  }
  const checks = new CheckRunner(document.invariants, behaviours, kernel.scheduler)
  const recorder = new RunRecorder(kernel, checks)
  kernel.observer = recorder
  const timeline = new Timeline({ kernel, recorder, behaviours }, options.readingNanos ?? ms(100))
  return new World({
    document,
    switches: options.switches ?? {},
    kernel,
    behaviours,
    links,
    recorder,
    checks,
    timeline,
  })
}

function connect(
  kernel: Kernel,
  nodes: ReadonlyMap<string, Node>,
  edge: EdgeDocument,
  index: number,
): NetworkLink {
  const from = nodes.get(edge.from)!
  const to = nodes.get(edge.to)!
  const link = new NetworkLink(
    index,
    from,
    to,
    {
      id: edge.id,
      port: edge.port,
      latencyNanos:
        edge.latencyMs === undefined ? latencyBetween(from.region, to.region) : ms(edge.latencyMs),
      bandwidthBitsPerSecond: (edge.bandwidthMbps ?? 0) * 1_000_000,
    },
    kernel.random(`link/${edge.id}`),
  )
  const outputs = from.outputs.get(edge.port) ?? []
  outputs.push(link)
  from.outputs.set(edge.port, outputs)
  to.inputs.push(link)
  kernel.links.push(link)
  return link
}

function latencyBetween(a: string, b: string): Nanos {
  if (a === b || a === '' || b === '') return LOCAL_LATENCY
  return Math.round(roundTripNanos(a, b) / 2)
}
