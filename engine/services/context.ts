import { assert } from '../lib/assert.ts'
import type { RandomStream } from '../lib/random.ts'
import type { Nanos } from '../lib/units.ts'
import { WAKE, type SpanKind } from '../kernel/activity.ts'
import { Answered } from '../kernel/answered.ts'
import type { Call, Reply, Request } from '../kernel/call.ts'
import type { IssueOptions } from '../kernel/call-tree.ts'
import { Job } from '../kernel/job.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Link } from '../kernel/link.ts'
import type { Node } from '../kernel/node.ts'
import { BEGIN, Process, type Refusal, type Steps } from '../kernel/process.ts'
import { Timer } from '../kernel/timer.ts'
import type { CounterNames, GaugeNames, Metrics, SampleNames } from '../measure/metric.ts'
import { MetricStore } from '../measure/metric-store.ts'
import type { Failure } from '../schema/failures.ts'
import type { Parameters, ValuesOf } from '../schema/parameter.ts'
import { peersOver } from './group.ts'

/** The only door from a service to the world around it. */
export class Context<
  P extends Parameters = Parameters,
  M extends Metrics = Metrics,
  Port extends string = string,
  StationName extends string = string,
> {
  readonly metrics: MetricStore
  /** While it starts: collects the ports whose edges it reads, and `region`. */
  reads: Set<string> | null = null
  readonly #kernel: Kernel
  readonly #streams = new Map<string, RandomStream>()

  constructor(
    readonly node: Node,
    public params: ValuesOf<P>,
    metrics: M,
  ) {
    this.#kernel = node.kernel
    this.metrics = new MetricStore(metrics)
  }

  /** True simulated time: for measuring. Decisions use `clock`. */
  get now(): Nanos {
    return this.#kernel.now
  }
  /** The node's own clock, which faults may skew. */
  get clock(): Nanos {
    return this.node.localTime
  }
  /** What this node measures durations with: a clock that may run fast or slow, and is never set. */
  get monotonic(): Nanos {
    return this.node.clock.monotonic(this.#kernel.now)
  }
  /** Links that leave by `port`, in the order of the document. */
  links(port: Port): readonly Link[] {
    this.reads?.add(port)
    return this.node.outputs.get(port) ?? NO_LINKS
  }
  /** Links of a port whose messages flow both ways, whichever end drew them. */
  peers(port: Port): readonly Link[] {
    return peersOver(port, this.node, this.links(port))
  }
  /** Randomness of this node under this name. */
  random(name: string): RandomStream {
    let stream = this.#streams.get(name)
    if (stream === undefined)
      this.#streams.set(name, (stream = this.#kernel.random(`${this.node.id}/${name}`)))
    return stream
  }

  // Answering.

  reply(call: Call, value: unknown = null): void {
    this.#kernel.calls.answer(call, true, null, value)
  }
  fail(call: Call, failure: Failure): void {
    this.#kernel.calls.answer(call, false, failure, null)
  }
  /** Answers `call` as somebody we asked has answered, with what the answer says about waiting and quotas. */
  relay(call: Call, answer: Call): void {
    this.#kernel.calls.relay(answer, call)
  }

  // Plain handlers: what is started here comes back through `on`.

  /**
   * Begins a request of a person who wanted it `lateNanos` ago and waits for `patienceNanos` from then; it is owed by this node and
   * ends with `reply` or `fail`.
   */
  begin(request: Request, lateNanos: Nanos = 0, patienceNanos: Nanos = Infinity): Call {
    return this.#kernel.calls.begin(this.node, request, lateNanos, patienceNanos)
  }
  /** Asks over a link; the answer goes to `on.reply`. */
  issue(link: Link, request: Request, parent: Call | null, options: IssueOptions = NO_OPTIONS): Call {
    return this.#kernel.calls.issue(this.node, link, request, parent, null, options)
  }
  /** Passes a call on; its answer becomes ours, after `on.reply` has seen it. */
  forward(link: Link, call: Call, options: IssueOptions = NO_OPTIONS): Call {
    const child = this.#kernel.calls.issue(this.node, link, call, call, null, options)
    child.relayed = true
    return child
  }
  /** Queues the call for work at a station; `on.served` follows. A full queue fails the call. */
  serve(call: Call, workNanos: Nanos, station: StationName): void {
    this.node.station(station).work(call, workNanos)
  }
  /** Queues background work, on behalf of nobody; `on.worked` follows with the payload. A full queue drops it. */
  job(workNanos: Nanos, station: StationName, payload: unknown): void {
    this.node.station(station).work(new Job(this.node, payload, this.#kernel.newIdentity()), workNanos)
  }
  /** Wakes the call later; `on.woken` follows. */
  delay(call: Call, nanos: Nanos, kind: SpanKind = 'retry'): void {
    this.#kernel.calls.wake(call, nanos, kind)
  }

  // Processes: `yield*` these.

  /** Asks over a link and waits for the answer. */
  *call(link: Link, request: Request, options: IssueOptions = NO_OPTIONS): Steps<Reply> {
    const process = this.#process()
    const call = this.#kernel.calls.issue(this.node, link, request, process.call, process, options, true)
    process.waitFor(call)
    yield
    return new Answered(call)
  }
  /** Asks over a link without waiting; wait with `all` or `atLeast`. */
  start(link: Link, request: Request, options: IssueOptions = NO_OPTIONS): Call {
    const process = this.#process()
    return this.#kernel.calls.issue(this.node, link, request, process.call, process, options)
  }
  /** Waits until every one of `calls` is settled. */
  *all(calls: readonly Call[]): Steps {
    if (!this.#process().expect(calls, Infinity)) yield
  }
  /** Waits until `count` of `calls` have succeeded; false when so many failed that this cannot happen. */
  *atLeast(count: number, calls: readonly Call[]): Steps<boolean> {
    if (!this.#process().expect(calls, count)) yield
    return calls.filter((call) => !call.waiting && call.ok).length >= count
  }
  /** Queues for `workNanos` of service. */
  *work(workNanos: Nanos, station: StationName): Steps<Refusal> {
    const process = this.#process()
    process.enter()
    this.node.station(station).work(process, workNanos)
    return process.decided === undefined ? ((yield) as Refusal) : process.decided
  }
  /** Queues for a server of the station and keeps it until `release`. */
  *hold(station: StationName): Steps<Refusal> {
    const process = this.#process()
    process.enter()
    this.node.station(station).hold(process)
    return process.decided === undefined ? ((yield) as Refusal) : process.decided
  }
  /** Works for `workNanos` on the server that it holds. */
  *workHeld(workNanos: Nanos, station: StationName): Steps<Refusal> {
    const process = this.#process()
    process.enter()
    this.node.station(station).workHeld(process, workNanos)
    return process.decided === undefined ? ((yield) as Refusal) : process.decided
  }
  release(station: StationName): void {
    this.node.station(station).release()
  }
  *sleep(nanos: Nanos, kind: SpanKind = 'retry'): Steps {
    const process = this.#process()
    const from = this.now
    this.#kernel.scheduler.after(nanos, process, WAKE)
    yield
    process.addSpan(kind, this.now - from)
  }
  /** Waits until somebody calls `wake` with this process; for locks. The value given there is returned. */
  *suspend(): Steps<unknown> {
    const process = this.#process()
    const from = this.now
    const value = yield
    process.addSpan('lock', this.now - from)
    return value
  }
  /** The process that runs now, to be kept for `wake`. */
  get current(): Process {
    return this.#process()
  }
  /** Lets a suspended process go on, in its turn at this instant. */
  wake(process: Process, value?: unknown): void {
    this.#kernel.scheduler.after(0, new Wakeup(process, value, this.#kernel.newIdentity()), BEGIN)
  }
  /** Background work on behalf of nobody; ends with a crash. */
  spawn(steps: Steps): Process {
    const process = new Process(this.node, null, this.#kernel.newIdentity())
    process.begin(steps)
    return process
  }
  /** Works on `call` by code that reads top to bottom; the value it returns is the answer. */
  handle(call: Call, steps: Steps<unknown>): void {
    call.worker = new Process(this.node, call, this.#kernel.newIdentity())
    call.worker.begin(steps)
  }

  // Time and messages.

  /** Runs the kind's timer `name` after `delayNanos`. What fires often is kept and set `again`. */
  timer(name: string, delayNanos: Nanos, argument: unknown = null): Timer {
    const timer = new Timer(this.node, name, argument, this.#kernel.newIdentity())
    timer.again(delayNanos)
    return timer
  }
  /** Sends a message that nobody answers, over a link of ours in either direction. */
  send(link: Link, payload: unknown, sizeBytes = 0): void {
    this.#kernel.send(this.node, link, payload, sizeBytes)
  }

  // Measuring. None of it can be read back by the service.

  count(name: CounterNames<M>, amount = 1): void {
    this.metrics.counters[name] += amount
  }
  gauge(name: GaugeNames<M>, value: number): void {
    this.metrics.gauges[name] = value
  }
  observe(name: SampleNames<M>, value: number): void {
    this.metrics.observe(name, value)
  }
  /** Whether any checker listens for such facts: what costs an object need not be told to nobody. */
  wants(factName: string): boolean {
    return this.#kernel.observer.wants(factName)
  }
  /** Tells the checkers what just happened. */
  fact(name: string, fact: object): void {
    this.#kernel.observer.fact(this.node, name, fact)
  }
  /** Puts a sentence on the time line ("became leader of epoch 3"). */
  mark(text: string): void {
    this.#kernel.observer.mark(this.node, text)
  }

  #process(): Process {
    const process = this.node.currentProcess
    assert(process !== null, 'only a handler that reads top to bottom can wait')
    return process
  }
}

class Wakeup {
  constructor(
    readonly process: Process,
    readonly value: unknown,
    readonly identity: number,
  ) {}
  fire(code: number): void {
    if (this.process.incarnation !== this.process.node.incarnation) return
    if (this.process.node.paused) return this.process.node.defer(this, code)
    this.process.resume(this.value)
  }
}

const NO_LINKS: readonly Link[] = []
const NO_OPTIONS: IssueOptions = {}
