import type { Call, Request } from '../kernel/call.ts'
import type { Link } from '../kernel/link.ts'
import type { Steps } from '../kernel/process.ts'
import type { RandomStream } from '../lib/random.ts'
import type { Nanos } from '../lib/units.ts'
import type { Metrics } from '../measure/metric.ts'
import type { Parameters, ValuesOf } from '../schema/parameter.ts'
import type { Port } from '../schema/kind-shape.ts'
import type { MessageName, ProtocolName } from '../schema/protocols.ts'
import type { Recording } from '../workload/recording.ts'
import type { Context } from './context.ts'
import type { GroupMember } from './group.ts'

/** A resource of the node with servers and a queue; values, or names of parameters that hold them. */
export interface StationSpec<ParameterName extends string> {
  title: string
  servers: number | ParameterName
  queueLimit?: number | ParameterName
  discipline?: 'fifo' | 'lifo' | 'priority' | 'sharing' | ParameterName
  /** Work whose deadline has passed is not begun. */
  dropExpired?: boolean | ParameterName
}

/** What is modelled and what is not, so that nobody takes a figure for more than it is. */
export interface Calibration {
  models: string
  /** Constants with their source. */
  constants: readonly { name: string; value: string; source: string }[]
  leavesOut: string
}

/** What `durable` and `start` get to see. */
export interface Setup<P extends Parameters> {
  readonly params: ValuesOf<P>
  /** The node's own clock, which may be set. */
  readonly now: Nanos
  /** What the node measures durations with: see `Context.monotonic`. */
  readonly monotonic: Nanos
  /** What the node's own clock shows whenever it is asked. */
  readonly wallClock: () => Nanos
  readonly nodeId: string
  readonly nodeIndex: number
  readonly region: string
  /** All links that leave by `port`, in the order of the document. */
  readonly links: (port: string) => readonly Link[]
  /** All links of a port with `peers`, whichever end drew them. */
  readonly peers: (port: string) => readonly Link[]
  /** All who are joined by a port with `peers`, however far around: see `groupAround`. */
  readonly group: (port: string) => readonly GroupMember[]
  readonly random: (name: string) => RandomStream
  /** What this node is to replay, when a recording was given for it. */
  readonly recording: Recording | null
}

export type ServiceGroup = 'clients' | 'traffic' | 'compute' | 'cache' | 'data' | 'coordination' | 'external'

/**
 * One kind of node. Handlers that need no waiting are plain functions; a kind whose requests take several steps gives `handle`
 * instead of `on.request` and reads top to bottom.
 */
export interface ServiceSpec<
  P extends Parameters,
  M extends Metrics,
  Port_ extends string,
  StationName extends string,
  Durable,
  State,
> {
  /** Unique, kebab-case; the folder's name. */
  kind: string
  title: string
  /** One sentence for the palette. */
  summary: string
  group: ServiceGroup
  /** Name of a glyph of the icon set (lucide, kebab-case). */
  icon: string
  /** What it answers by itself. A request for anything else fails before the kind sees it, unless a port relays it. */
  understands: readonly ProtocolName[]
  /** Messages that others may send it over edges of theirs; what comes back over its own need not be named. The rest is dropped. */
  hears?: readonly MessageName[]
  ports: Readonly<Record<Port_, Port>>
  params: P
  metrics: M
  /**
   * The two or three figures on the node's card, the most telling first, with a short word for each: own metrics, or what every
   * node has.
   */
  headline: Readonly<
    Partial<Record<NoInfer<keyof M & string> | 'utilization' | 'queue' | 'inFlight' | 'rate', string>>
  >
  stations: Readonly<Record<StationName, StationSpec<NoInfer<keyof P & string>>>>
  /** What survives a crash. Made once, and again when the disk is lost. */
  durable?: (setup: Setup<P>) => Durable
  /** What does not: made at every start. */
  start: (setup: Setup<P>, durable: NoInfer<Durable>) => State
  /** Runs right after `start`, when timers and messages may be used. */
  begin?: (state: NoInfer<State>, ctx: Context<P, M, Port_, StationName>) => void
  handle?: (state: NoInfer<State>, call: Call, ctx: Context<P, M, Port_, StationName>) => Steps<unknown>
  on?: {
    request?: (state: NoInfer<State>, call: Call, ctx: Context<P, M, Port_, StationName>) => void
    /** A call that a plain handler issued is settled; `parent` is null when its request is over. */
    reply?: (
      state: NoInfer<State>,
      child: Call,
      parent: Call | null,
      ctx: Context<P, M, Port_, StationName>,
    ) => void
    /** The work asked for with `ctx.serve` is done. */
    served?: (state: NoInfer<State>, call: Call, ctx: Context<P, M, Port_, StationName>) => void
    /** The time asked for with `ctx.delay` has passed. */
    woken?: (state: NoInfer<State>, call: Call, ctx: Context<P, M, Port_, StationName>) => void
    /** The job asked for with `ctx.job` is done. */
    worked?: (state: NoInfer<State>, payload: unknown, ctx: Context<P, M, Port_, StationName>) => void
    /** A message arrived over `link`; `from` is the sender's node index. */
    message?: (
      state: NoInfer<State>,
      payload: unknown,
      link: Link,
      from: number,
      ctx: Context<P, M, Port_, StationName>,
    ) => void
    /** Parameters changed; `ctx.params` are the new ones. */
    params?: (state: NoInfer<State>, ctx: Context<P, M, Port_, StationName>) => void
    /**
     * Edges of ports that it has read came or went while it runs; `ctx.links` has the new ones. A kind that has no such handler,
     * and reads its edges when it starts, is started again, as after a change of its configuration.
     */
    links?: (state: NoInfer<State>, ctx: Context<P, M, Port_, StationName>) => void
    /** A control that a fault or a person pulls ("flush"). */
    control?: Readonly<
      Record<string, (state: NoInfer<State>, ctx: Context<P, M, Port_, StationName>) => void>
    >
  }
  timers?: Readonly<
    Record<string, (state: NoInfer<State>, argument: unknown, ctx: Context<P, M, Port_, StationName>) => void>
  >
  /** What the picture shows; plain data. Reads only. */
  inspect?: (state: NoInfer<State>, setup: Setup<P>) => { view: string } & Record<string, unknown>
  calibration: Calibration
}

// The catalogue holds kinds of every shape; each was checked where it was defined.
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyService = ServiceSpec<any, any, string, string, any, any>

/** Declares a kind. Misspelt ports, metrics, stations and parameters do not compile. */
export function defineService<
  const P extends Parameters,
  const M extends Metrics,
  const Port_ extends string,
  const StationName extends string,
  Durable,
  State,
>(
  spec: ServiceSpec<P, M, Port_, StationName, Durable, State>,
): ServiceSpec<P, M, Port_, StationName, Durable, State> {
  return spec
}

export type { Call, Context, Link, Request, Steps }
