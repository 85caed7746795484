import type { Kernel } from '../../kernel/kernel.ts'
import { Node } from '../../kernel/node.ts'
import { NetworkLink } from '../../network/network-link.ts'
import type { Document, EdgeDocument } from '../../schema/document.ts'
import type { GraphEdit } from '../../schema/edit/graph-edit.ts'
import { areHeard } from '../../schema/kind-shape.ts'
import { defaultsOf, type ParameterValue } from '../../schema/parameter.ts'
import { synchronousCycles } from '../../schema/synchronous-cycles.ts'
import type { AnyService } from '../../services/define-service.ts'
import { kindShapes } from '../../services/kind-shapes.ts'
import { ServiceBehaviour } from '../../services/service-behaviour.ts'
import type { Recording } from '../../workload/recording.ts'
import { requireWellFormed } from '../require-well-formed.ts'
import { graphDifference, type GraphDifference } from './difference.ts'
import { groupsOf, takeUpGroups } from './groups.ts'
import { latencyOf } from './latency-of.ts'
import { wire } from './wiring.ts'

export interface RunningGraphOptions {
  /** At least the kinds that the document names; more may come. */
  kinds: ReadonlyMap<string, AnyService>
  /** What nodes are to replay, by their ids. */
  recordings?: Readonly<Record<string, Recording>>
}

/** What an edit did to the run. */
export interface GraphChange extends GraphDifference {
  /** Removed nodes with how many requests they were working on. */
  lost: Map<Node, number>
  /** Nodes that started again, because they keep their connections since they start. */
  restarted: Node[]
}

/**
 * The document as it runs: nodes, links and behaviours, which come and go while the clock stands still between two events. What
 * leaves is never used again: a node that comes back under its old id is a new one, and links are numbered once.
 */
export class RunningGraph {
  document: Document
  /** In the order of the document. */
  readonly behaviours = new Map<string, ServiceBehaviour>()
  /** In the order of the document. */
  readonly links: NetworkLink[] = []
  /** The edge of every link that there ever was, by its index. */
  readonly edgeOfLink: string[] = []
  /** How many nodes the run began with. */
  readonly #founders: number

  constructor(
    readonly kernel: Kernel,
    document: Document,
    readonly options: RunningGraphOptions,
  ) {
    requireWellFormed(document, options.kinds)
    this.document = document
    for (const id of Object.keys(document.nodes)) this.#addNode(document, id)
    this.#founders = kernel.nodes.length
    for (const edge of document.edges) this.links.push(this.#newLink(edge, this.behaviours))
    this.#markCircles()
    for (const { node, spec } of this.behaviours.values()) wire(kernel, node, spec, this.links)
    const groups = groupsOf([...this.behaviours.values()], this.links, this.#founders)
    for (const { node } of this.behaviours.values()) takeUpGroups(node, groups)
  }

  /**
   * Becomes the graph of `next`, which `edits` make of the present document, now. Requests at removed nodes fail as by a crash; those over removed edges as by a broken
   * connection; nodes keep running unless they keep what has changed.
   *
   * @throws InputError when it cannot; then nothing has changed.
   */
  become(next: Document, edits: readonly GraphEdit[]): GraphChange {
    requireWellFormed(next, this.options.kinds)
    const before = this.document
    const difference = graphDifference(before, next)
    const undoParams = this.#setParams(next, difference, edits)
    const comers = this.#start(next, difference, undoParams)
    const lost = this.#removeNodes(difference)
    this.document = next
    this.#order(next, comers.behaviours)
    for (const id of difference.movedNodes) this.behaviours.get(id)!.node.region = next.nodes[id].region ?? ''
    this.#relink(next, difference, comers.links)
    return { ...difference, lost, restarted: this.#rewire(difference) }
  }

  #addNode(document: Document, id: string, into = this.behaviours): ServiceBehaviour {
    const { kernel, options } = this
    const { kind, region, params } = document.nodes[id]
    const spec = options.kinds.get(kind)!
    const node = new Node(kernel, kernel.nodes.length, id, kind, region ?? '')
    kernel.nodes.push(node)
    const behaviour = new ServiceBehaviour(
      spec,
      node,
      { ...defaultsOf(spec.params), ...params },
      options.recordings?.[id],
    )
    node.behaviour = behaviour
    into.set(id, behaviour)
    return behaviour
  }

  #newLink(edge: EdgeDocument, behaviours: ReadonlyMap<string, ServiceBehaviour>): NetworkLink {
    const { kernel } = this
    const { node: from, spec } = behaviours.get(edge.from)!
    const { node: to, spec: toSpec } = behaviours.get(edge.to)!
    const deaf = !areHeard(spec.ports[edge.port], spec, toSpec)
    const bandwidthBitsPerSecond = (edge.bandwidthMbps ?? 0) * 1_000_000
    const latencyNanos = latencyOf(edge, from, to)
    const options = { id: edge.id, port: edge.port, latencyNanos, bandwidthBitsPerSecond, deaf }
    const link = new NetworkLink(kernel.links.length, from, to, options, kernel.random(`link/${edge.id}`))
    kernel.links.push(link)
    this.edgeOfLink.push(edge.id)
    return link
  }

  /** Parameters of nodes that stay. A kind may refuse one: then those before it are taken back. */
  #setParams(next: Document, { addedNodes }: GraphDifference, edits: readonly GraphEdit[]): () => void {
    const before: { behaviour: ServiceBehaviour; param: string; value: ParameterValue }[] = []
    const undo = () => {
      for (const { behaviour, param, value } of before.toReversed()) behaviour.setChecked(param, value)
    }
    try {
      for (const edit of edits) {
        if (edit.edit !== 'set-param' || addedNodes.includes(edit.node)) continue
        const behaviour = this.behaviours.get(edit.node)!
        if (next.nodes[edit.node] === undefined) continue
        const { param } = edit
        const present = behaviour.settings[param]
        behaviour.setChecked(param, edit.value ?? behaviour.spec.params[param]?.default)
        before.push({ behaviour, param, value: present })
      }
    } catch (error) {
      undo()
      throw error
    }
    return undo
  }

  /** New nodes start, with their links, before anything else is touched: if one of them will not, everything is as it was. */
  #start(next: Document, { addedNodes, addedEdges, removedEdges }: GraphDifference, undo: () => void) {
    const behaviours = new Map<string, ServiceBehaviour>()
    for (const id of addedNodes) this.#addNode(next, id, behaviours)
    const all = new Map([...this.behaviours, ...behaviours])
    const links = addedEdges.map((edge) => this.#newLink(edge, all))
    for (const { node, spec } of behaviours.values()) wire(this.kernel, node, spec, links)
    const gone = new Set(removedEdges.map(({ id }) => id))
    const stay = this.links.filter(({ id }) => !gone.has(id))
    const groups = groupsOf([...all.values()], [...stay, ...links], this.#founders)
    for (const { node } of behaviours.values()) takeUpGroups(node, groups)
    try {
      for (const behaviour of behaviours.values()) behaviour.start()
    } catch (error) {
      for (const { node } of behaviours.values()) node.crash()
      undo()
      throw error
    }
    return { behaviours, links: new Map(links.map((link) => [link.id, link])) }
  }

  #removeNodes({ removedNodes, removedEdges }: GraphDifference): Map<Node, number> {
    const lost = new Map<Node, number>()
    for (const id of removedNodes) {
      const { node } = this.behaviours.get(id)!
      lost.set(node, node.meter.inFlight)
      node.crash()
    }
    const gone = new Set(removedEdges.map(({ id }) => id))
    for (const link of this.links) {
      if (!gone.has(link.id)) continue
      link.barrier = 'closed'
      if (!lost.has(link.from) && !lost.has(link.to)) this.kernel.calls.disconnect(link)
    }
    return lost
  }

  /** The same map in the order of the document: others hold on to it. */
  #order({ nodes }: Document, comers: ReadonlyMap<string, ServiceBehaviour>): void {
    const all = new Map([...this.behaviours, ...comers])
    this.behaviours.clear()
    for (const id of Object.keys(nodes)) this.behaviours.set(id, all.get(id)!)
  }

  #relink(next: Document, { removedEdges }: GraphDifference, comers: ReadonlyMap<string, NetworkLink>): void {
    const gone = new Set(removedEdges.map(({ id }) => id))
    const kept = this.links.filter(({ id }) => !gone.has(id))
    const byId = new Map([...kept.map((link) => [link.id, link] as const), ...comers])
    this.links.length = 0
    for (const edge of next.edges) {
      const link = byId.get(edge.id)!
      link.latencyNanos = latencyOf(edge, link.from, link.to)
      link.bandwidthBitsPerSecond = (edge.bandwidthMbps ?? 0) * 1_000_000
      this.links.push(link)
    }
    this.#markCircles()
  }

  /** Tells every node that was there which of its ports have other edges now. Returns those that started again. */
  #rewire({ addedNodes, movedNodes }: GraphDifference): Node[] {
    const restarted: Node[] = []
    const behaviours = [...this.behaviours]
    const rewired = behaviours.map(([, { node, spec }]) => wire(this.kernel, node, spec, this.links))
    const groups = groupsOf([...this.behaviours.values()], this.links, this.#founders)
    for (const [i, [id, behaviour]] of behaviours.entries()) {
      const changed = new Set([...rewired[i], ...takeUpGroups(behaviour.node, groups)])
      if (movedNodes.includes(id)) changed.add('region')
      if (changed.size === 0 || addedNodes.includes(id)) continue
      if (behaviour.rewired(changed)) restarted.push(behaviour.node)
    }
    return restarted
  }

  #markCircles(): void {
    const circles = synchronousCycles(this.document, kindShapes(this.options.kinds))
    for (const link of this.links) link.barrier = circles.has(link.id) ? 'circle' : null
  }
}
