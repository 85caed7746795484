import { assert } from '../lib/assert.ts'
import type { Call } from '../kernel/call.ts'
import type { Link } from '../kernel/link.ts'
import type { Behaviour, Node } from '../kernel/node.ts'
import { Process } from '../kernel/process.ts'
import { STATION_DEFAULTS, Station, type StationOptions } from '../kernel/station.ts'
import { InputError } from '../schema/input-error.ts'
import { parameterProblem, type ParameterValue, type Parameters } from '../schema/parameter.ts'
import type { Recording } from '../workload/recording.ts'
import { Context } from './context.ts'
import type { AnyService, Setup, StationSpec } from './define-service.ts'
import { groupAround } from './group.ts'
import { understoodBy } from './understood-by.ts'

type Values = Readonly<Record<string, ParameterValue>>
/** What a fault makes of the present parameters while it lasts. */
export type Override = (params: Values) => Values

/** Runs one node by its kind's declaration: the bridge from what the kernel says to what the service defines. */
export class ServiceBehaviour implements Behaviour {
  readonly context: Context
  /** What the document and people have set; faults lay their overrides on top. */
  #settings: Values
  readonly #overrides = new Set<Override>()
  #durable: unknown
  #state: unknown
  /** The ports whose edges it read when it started, and `region` if it asked for that. */
  readonly #reads = new Set<string>()
  readonly #on: NonNullable<AnyService['on']>
  /** What may be asked of it now; null: anything, because it passes on what it does not know. */
  #understood: ReadonlySet<string> | null = null

  constructor(
    readonly spec: AnyService,
    readonly node: Node,
    params: Values,
    readonly recording: Recording | null = null,
  ) {
    this.#settings = params
    this.context = new Context(node, params as never, spec.metrics)
    this.#on = spec.on ?? {}
    for (const [name, station] of Object.entries(spec.stations)) {
      node.stations.set(name, new Station(node, name, this.#stationOptions(station)))
    }
  }

  get params(): Values {
    return this.context.params
  }

  /** What the document and people have set, whatever faults make of it at present. */
  get settings(): Values {
    return this.#settings
  }

  /** The service's state, for checkers and pictures. They read only. */
  get state(): unknown {
    return this.#state
  }

  start(): void {
    this.#understood = understoodBy(this.spec, this.node)
    this.context.metrics.clearGauges()
    this.context.reads = this.#reads
    this.#reads.clear()
    this.#durable ??= this.spec.durable?.(this.#setup())
    this.#state = this.spec.start(this.#setup(), this.#durable)
    this.spec.begin?.(this.#state, this.context)
    this.context.reads = null
  }

  /**
   * Edges of some ports came or went, or its region is another (`region`). What it reads when it needs it, it finds changed; what it
   * keeps since it started, it takes up by `on.links` or by starting again. True when it started again.
   */
  rewired(changed: ReadonlySet<string>): boolean {
    this.#understood = understoodBy(this.spec, this.node)
    if (!this.node.up) return false // it finds the new ones when it starts
    const read = [...changed].filter((each) => this.#reads.has(each))
    if (read.length === 0) return false
    if (this.#on.links !== undefined && !read.includes('region')) {
      this.#on.links(this.#state, this.context)
      return false
    }
    this.node.crash()
    this.node.restart()
    return true
  }

  loseDisk(): void {
    this.#durable = undefined
  }

  request(call: Call): void {
    if (this.#understood !== null && !this.#understood.has(call.op))
      return this.context.fail(call, 'not-understood')
    if (this.spec.handle === undefined) {
      assert(this.#on.request !== undefined, 'a kind that receives requests has a handler for them')
      return this.#on.request(this.#state, call, this.context)
    }
    const process = new Process(this.node, call, this.node.kernel.newIdentity())
    call.worker = process
    process.begin(this.spec.handle(this.#state, call, this.context))
  }

  reply(child: Call, parent: Call | null): void {
    this.#on.reply?.(this.#state, child, parent, this.context)
  }

  served(call: Call): void {
    this.#on.served!(this.#state, call, this.context)
  }

  woken(call: Call): void {
    this.#on.woken!(this.#state, call, this.context)
  }

  worked(payload: unknown): void {
    this.#on.worked!(this.#state, payload, this.context)
  }

  message(payload: unknown, from: Node, link: Link): void {
    this.#on.message?.(this.#state, payload, link, from.index, this.context)
  }

  timer(name: string, argument: unknown): void {
    this.spec.timers![name](this.#state, argument, this.context)
  }

  /** Sets one parameter and lets the service take it up. */
  set(name: string, value: ParameterValue): void {
    this.#settings = { ...this.#settings, [name]: value }
    this.#applySettings()
  }

  /** Changes parameters until the returned function is called; overrides of several faults apply one on top of the other. */
  override(change: Override): () => void {
    this.#overrides.add(change)
    this.#applySettings()
    return () => {
      if (this.#overrides.delete(change)) this.#applySettings()
    }
  }

  /** Sets one parameter as a person asked; says what is wrong with it if something is. */
  setChecked(name: string, value: ParameterValue): void {
    const declared = this.spec.params[name]
    if (declared === undefined) {
      const names = Object.keys(this.spec.params).join(', ')
      throw new InputError(
        `Node "${this.node.id}" (${this.spec.kind}) has no parameter "${name}"; it has ${names}.`,
      )
    }
    const problem = parameterProblem(declared, value)
    if (problem !== null) throw new InputError(`Node "${this.node.id}": ${name} ${problem}.`)
    const before = this.#settings[name]
    try {
      this.set(name, value)
    } catch (error) {
      if (error instanceof InputError) this.set(name, before) // refused by the kind itself: nothing has changed
      throw error
    }
  }

  reconfigure(): void {
    for (const [name, station] of Object.entries(this.spec.stations)) {
      this.node.stations.get(name)!.configure(this.#stationOptions(station))
    }
    if (this.node.up) this.#on.params?.(this.#state, this.context)
  }

  /** Pulls one of the kind's controls ("flush"). Nothing happens while the node is down. */
  control(name: string): void {
    if (this.node.up) this.#on.control?.[name]?.(this.#state, this.context)
  }

  /** What the picture of this node shows. Reads only. */
  inspect(): ({ view: string } & Record<string, unknown>) | null {
    return this.spec.inspect?.(this.#state, this.#setup()) ?? null
  }

  #applySettings(): void {
    let params = this.#settings
    for (const change of this.#overrides) params = { ...params, ...change(params) }
    this.context.params = params as never
    this.reconfigure()
  }

  #setup(): Setup<Parameters> {
    const { node, context } = this
    return {
      params: context.params,
      now: node.localTime,
      monotonic: context.monotonic,
      wallClock: () => node.localTime,
      nodeId: node.id,
      nodeIndex: node.index,
      get region() {
        context.reads?.add('region')
        return node.region
      },
      links: (port) => context.links(port),
      peers: (port) => context.peers(port),
      group: (port) => groupAround(node, port, context.peers(port)),
      random: (name) => context.random(name),
      recording: this.recording,
    }
  }

  #stationOptions(station: StationSpec<string>): StationOptions {
    const { servers, queueLimit, discipline, dropExpired } = { ...STATION_DEFAULTS, ...station }
    const read = (value: ParameterValue) =>
      typeof value === 'string' ? (this.params[value] ?? value) : value
    return {
      ...STATION_DEFAULTS,
      servers: read(servers) as number,
      queueLimit: read(queueLimit) as number,
      discipline: read(discipline) as StationOptions['discipline'],
      dropExpired: read(dropExpired) as boolean,
    }
  }
}
