import type { Nanos } from '../lib/units.ts'
import type { Call, Request } from './call.ts'
import type { IssueOptions } from './call-tree.ts'
import { Kernel } from './kernel.ts'
import { LOST, type Barrier, type Direction, type Link } from './link.ts'
import { Node, type Behaviour } from './node.ts'
import { STATION_DEFAULTS, Station, type StationOptions } from './station.ts'

/** A link that does as it is told. */
export class BedLink implements Link {
  readonly index = 0
  barrier: Barrier | null = null
  deaf = false
  /** Lose the next messages of these directions. */
  readonly lose: Direction[] = []
  /** How much later than the first the copy of the next request arrives. */
  copyAfter: Nanos | null = null
  constructor(
    readonly id: string,
    readonly from: Node,
    readonly to: Node,
    public delay: Nanos,
    readonly port = 'next',
  ) {}

  transit(direction: Direction): Nanos {
    if (this.lose[0] !== direction) return this.delay
    this.lose.shift()
    return LOST
  }

  copyTransit(): Nanos {
    if (this.copyAfter === null) return LOST
    const delay = this.delay + this.copyAfter
    this.copyAfter = null
    return delay
  }
}

/** What a plain handler saw, in words with the instant. */
export type Log = string[]

/** The kernel alone with nodes and links made by hand: what kernel tests stand on. */
export class KernelBed {
  readonly kernel = new Kernel(1)
  readonly log: Log = []

  node(id: string, behaviour: Partial<Behaviour> = {}, kind = 'bed'): Node {
    const node = new Node(this.kernel, this.kernel.nodes.length, id, kind, '')
    node.behaviour = { ...this.#logging(id), ...behaviour }
    this.kernel.nodes.push(node)
    return node
  }

  /** A node that works on every request for `workNanos` at a station `work`, and then answers with the request's key. */
  server(id: string, workNanos: Nanos, options: Partial<StationOptions> = {}): Node {
    const node = this.node(id, {
      request: (call) => node.stations.get('work')!.work(call, workNanos),
      served: (call) => this.kernel.calls.answer(call, true, null, call.key),
    })
    node.stations.set('work', new Station(node, 'work', { ...STATION_DEFAULTS, ...options }))
    return node
  }

  link(from: Node, to: Node, delay: Nanos = 10): BedLink {
    const link = new BedLink(`${from.id}>${to.id}`, from, to, delay)
    from.outputs.set('next', [...(from.outputs.get('next') ?? []), link])
    to.inputs = [...to.inputs, link]
    return link
  }

  /** A request that begins at `link.from` and is asked over `link` at once; its fate is logged by `on.reply`. */
  ask(
    link: Link,
    request: Request,
    options: IssueOptions = {},
    deadline = Infinity,
  ): { root: Call; child: Call } {
    const root = this.kernel.calls.begin(link.from, request, 0, deadline - this.kernel.now)
    return { root, child: this.kernel.calls.issue(link.from, link, request, root, null, options) }
  }

  at(instant: Nanos, action: () => void): void {
    this.run(instant)
    action()
  }

  run(until: Nanos): void {
    this.kernel.scheduler.runUntil(until)
  }

  note(text: string): void {
    this.log.push(`${this.kernel.now} ${text}`)
  }

  #logging(id: string): Behaviour {
    const settle = (child: Call) =>
      `${id} got ${child.ok ? String(child.value) : child.failure} for ${child.key}`
    return {
      start: () => this.note(`${id} started`),
      request: (call) => this.note(`${id} asked ${call.key}`),
      reply: (child) => this.note(settle(child)),
      served: (call) => this.note(`${id} served ${call.key}`),
      worked: (payload) => this.note(`${id} worked ${String(payload)}`),
      woken: (call) => this.note(`${id} woken ${call.key}`),
      message: (payload) => this.note(`${id} told ${String(payload)}`),
      timer: (name) => this.note(`${id} timer ${name}`),
      reconfigure: () => this.note(`${id} reconfigured`),
      loseDisk: () => this.note(`${id} lost its disk`),
    }
  }
}
