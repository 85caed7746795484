import type { Nanos } from '../lib/units.ts'
import { INVARIANTS } from '../checks/catalogue.ts'
import type { AnyInvariant, CheckContext, Violation } from '../checks/define-invariant.ts'
import { InputError } from '../schema/input-error.ts'
import type { Reader } from './timeline.ts'
import type { ServiceBehaviour } from '../services/service-behaviour.ts'

export interface RecordedViolation extends Violation {
  atNanos: Nanos
}
export interface CheckVerdict {
  name: string
  title: string
  doc: string
  verdict: 'holds' | 'violated' | 'unknown'
  evaluated: number
  violations: number
  firstViolation: RecordedViolation | null
  latestViolation: RecordedViolation | null
}

interface Running {
  spec: AnyInvariant
  state: unknown
  evaluated: number
  violations: number
  first: RecordedViolation | null
  latest: RecordedViolation | null
  nextAt: Nanos
}

type Handler = { check: Running; on: NonNullable<AnyInvariant['on']>[string] }

/** Evaluates a design's invariants beside the run. They read only, so a run with and without them is the same run. */
export class CheckRunner {
  nextAt: Nanos = Infinity
  readonly #running: Running[] = []
  readonly #byFact = new Map<string, Handler[]>()
  readonly #context: WorldView

  constructor(
    names: readonly string[],
    behaviours: ReadonlyMap<string, ServiceBehaviour>,
    clock: { readonly now: Nanos },
  ) {
    this.#context = new WorldView(behaviours, clock)
    for (const name of names) {
      const spec = INVARIANTS.get(name)
      if (spec === undefined) {
        throw new InputError(
          `There is no invariant "${name}"; the invariants are ${[...INVARIANTS.keys()].join(', ')}.`,
        )
      }
      this.#add(spec)
    }
  }

  /** States are made once the services have started. */
  start(faults: FaultState): void {
    this.#context.faults = faults
    for (const check of this.#running) check.state = check.spec.start(this.#context)
  }

  /** Whether any invariant listens for facts of this name. */
  wants(factName: string): boolean {
    return this.#byFact.has(factName)
  }

  fact(nodeId: string, name: string, fact: object): void {
    const handlers = this.#byFact.get(name)
    if (handlers === undefined) return
    for (const { check, on } of handlers)
      this.#evaluated(check, on(check.state, fact as never, nodeId, this.#context))
  }

  /** Runs the periodic checks due at `now`. */
  runDue(now: Nanos): void {
    this.nextAt = Infinity
    for (const check of this.#running) {
      if (check.nextAt <= now) {
        check.nextAt = now + check.spec.everyNanos!
        this.#evaluated(check, check.spec.check!(check.state, this.#context))
      }
      if (check.nextAt < this.nextAt) this.nextAt = check.nextAt
    }
  }

  verdicts(): CheckVerdict[] {
    return this.#running.map((check) => ({
      name: check.spec.name,
      title: check.spec.title,
      doc: check.spec.doc,
      verdict: this.#verdict(check),
      evaluated: check.evaluated,
      violations: check.violations,
      firstViolation: check.first,
      latestViolation: check.latest,
    }))
  }

  /** The figures that the checks themselves measure, for the time line. */
  readers(): Reader[] {
    return this.#running.flatMap((check) =>
      Object.entries(check.spec.readings ?? {}).map(([metric, { title, unit, read }]) => ({
        id: `checks.${metric}`,
        of: 'checks',
        metric,
        title,
        unit,
        read: () => read(check.state, this.#context),
      })),
    )
  }

  #verdict(check: Running): CheckVerdict['verdict'] {
    if (check.violations > 0) return 'violated'
    const conclusive = check.spec.conclusive?.(check.state, this.#context) ?? check.evaluated > 0
    return conclusive ? 'holds' : 'unknown'
  }

  #add(spec: AnyInvariant): void {
    const nextAt = spec.check === undefined ? Infinity : (spec.everyNanos ?? Infinity)
    const check: Running = {
      spec,
      state: null,
      evaluated: 0,
      violations: 0,
      first: null,
      latest: null,
      nextAt,
    }
    this.#running.push(check)
    if (nextAt < this.nextAt) this.nextAt = nextAt
    for (const [fact, on] of Object.entries(spec.on ?? {})) {
      const handlers = this.#byFact.get(fact) ?? []
      handlers.push({ check, on })
      this.#byFact.set(fact, handlers)
    }
  }

  #evaluated(check: Running, violation: Violation | null | undefined): void {
    if (violation === undefined) return
    check.evaluated++
    if (violation === null) return
    check.violations++
    check.latest = { ...violation, atNanos: this.#context.now }
    check.first ??= check.latest
  }
}

/** What checkers may know about the faults. */
export interface FaultState {
  readonly faulty: boolean
  readonly calmNanos: Nanos
}

class WorldView implements CheckContext {
  faults: FaultState = { faulty: false, calmNanos: 0 }
  constructor(
    readonly behaviours: ReadonlyMap<string, ServiceBehaviour>,
    readonly clock: { readonly now: Nanos },
  ) {}
  get now(): Nanos {
    return this.clock.now
  }
  get faulty(): boolean {
    return this.faults.faulty
  }
  get calmNanos(): Nanos {
    return this.faults.calmNanos
  }
  nodesOf(kind: string): string[] {
    return [...this.behaviours].filter(([, { spec }]) => spec.kind === kind).map(([id]) => id)
  }
  nodesWith(parameter: string): string[] {
    return [...this.behaviours].filter(([, { spec }]) => parameter in spec.params).map(([id]) => id)
  }
  state(nodeId: string): unknown {
    return this.behaviours.get(nodeId)!.state
  }
  params(nodeId: string) {
    return this.behaviours.get(nodeId)!.params
  }
  isUp(nodeId: string): boolean {
    return this.behaviours.get(nodeId)!.node.up
  }
}
