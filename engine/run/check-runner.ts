import type { Clock, Nanos } from '../lib/units.ts'
import type { AnyInvariant, Violation } from '../checks/define-invariant.ts'
import { InputError } from '../schema/input-error.ts'
import { NodeMissing } from './node-missing.ts'
import type { Reader } from './timeline.ts'
import type { ServiceBehaviour } from '../services/service-behaviour.ts'
import { WorldView, type FaultState } from './world-view.ts'

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
  /** Why it cannot be judged in a graph that was edited: what it is about is not there. */
  stopped: string | null
}

interface Running {
  spec: AnyInvariant
  state: unknown
  evaluated: number
  violations: number
  first: RecordedViolation | null
  latest: RecordedViolation | null
  nextAt: Nanos
  started: boolean
  stopped: string | null
}

type Handler = { check: Running; on: NonNullable<AnyInvariant['on']>[string] }

/** Evaluates a design's invariants beside the run. They read only, so a run with and without them is the same run. */
export class CheckRunner {
  nextAt: Nanos = Infinity
  #running: Running[] = []
  readonly #byFact = new Map<string, Handler[]>()
  readonly #context: WorldView
  readonly #known: ReadonlyMap<string, AnyInvariant>

  constructor(
    known: ReadonlyMap<string, AnyInvariant>,
    names: readonly string[],
    behaviours: ReadonlyMap<string, ServiceBehaviour>,
    clock: Clock,
  ) {
    this.#known = known
    this.#context = new WorldView(behaviours, clock)
    this.requireKnown(names)
    for (const name of names) this.#add(this.#known.get(name)!, clock.now)
  }

  /** @throws InputError when there is no invariant of one of these names. */
  requireKnown(names: readonly string[]): void {
    const unknown = names.find((name) => !this.#known.has(name))
    if (unknown === undefined) return
    throw new InputError(
      `There is no invariant "${unknown}"; the invariants are ${[...this.#known.keys()].join(', ')}.`,
    )
  }

  /** States are made once the services have started. */
  start(faults: FaultState): void {
    this.#context.faults = faults
    this.#startNew()
  }

  /**
   * Judges these from now on: those that ran go on, new ones begin. What could not be judged, because what it is about was not
   * there, begins anew: it may be there now.
   */
  observe(names: readonly string[]): void {
    const goOn = this.#running.filter(({ spec, stopped }) => names.includes(spec.name) && stopped === null)
    if (goOn.length === names.length && goOn.length === this.#running.length) return
    const known = new Set(goOn.map(({ spec }) => spec.name))
    this.#running = goOn
    this.#byFact.clear()
    for (const check of goOn) this.#listen(check)
    for (const name of names) if (!known.has(name)) this.#add(this.#known.get(name)!, this.#context.now)
    this.#running.sort((a, b) => names.indexOf(a.spec.name) - names.indexOf(b.spec.name))
    this.nextAt = Math.min(Infinity, ...this.#running.map(({ nextAt }) => nextAt))
    this.#startNew()
  }

  /** Those that are judged: another object when they are others. */
  get running(): object {
    return this.#running
  }

  /** Whether any invariant listens for facts of this name. */
  wants(factName: string): boolean {
    return this.#byFact.has(factName)
  }

  fact(nodeId: string, name: string, fact: object): void {
    const handlers = this.#byFact.get(name)
    if (handlers === undefined) return
    for (const { check, on } of handlers) {
      if (check.stopped !== null) continue
      try {
        this.#evaluated(check, on(check.state, fact as never, nodeId, this.#context))
      } catch (error) {
        stop(check, error)
      }
    }
  }

  /** Runs the periodic checks due at `now`. */
  runDue(now: Nanos): void {
    this.nextAt = Infinity
    for (const check of this.#running) {
      if (check.nextAt <= now) {
        check.nextAt = now + check.spec.everyNanos!
        this.#guard(check, () => this.#evaluated(check, check.spec.check!(check.state, this.#context)))
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
      stopped: check.stopped,
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
        read: () => {
          let reading = NaN
          this.#guard(check, () => void (reading = read(check.state, this.#context)))
          return reading
        },
      })),
    )
  }

  #verdict(check: Running): CheckVerdict['verdict'] {
    if (check.violations > 0) return 'violated'
    let conclusive = false
    this.#guard(check, () => {
      conclusive = check.spec.conclusive?.(check.state, this.#context) ?? check.evaluated > 0
    })
    return conclusive ? 'holds' : 'unknown'
  }

  #startNew(): void {
    for (const check of this.#running) {
      if (check.started) continue
      check.started = true
      this.#guard(check, () => void (check.state = check.spec.start(this.#context)))
    }
  }

  #guard(check: Running, look: () => void): void {
    if (check.stopped !== null) return
    try {
      look()
    } catch (error) {
      stop(check, error)
    }
  }

  #add(spec: AnyInvariant, now: Nanos): void {
    const nextAt = spec.check === undefined ? Infinity : now + (spec.everyNanos ?? Infinity)
    const check: Running = {
      spec,
      state: null,
      evaluated: 0,
      violations: 0,
      first: null,
      latest: null,
      nextAt,
      started: false,
      stopped: null,
    }
    this.#running.push(check)
    if (nextAt < this.nextAt) this.nextAt = nextAt
    this.#listen(check)
  }

  #listen(check: Running): void {
    for (const [fact, on] of Object.entries(check.spec.on ?? {})) {
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

/** Asking for nodes that are not there, as an edited graph may lack them, ends the judging and not the run. */
function stop(check: Running, error: unknown): void {
  if (!(error instanceof NodeMissing)) throw error
  check.stopped = error.message
}
