import { canonicalJson } from '../lib/canonical-json.ts'
import { hash32 } from '../lib/hash.ts'
import type { Nanos } from '../lib/units.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { NetworkLink } from '../network/network-link.ts'
import type { Action, Command } from '../schema/document.ts'
import type { Switch, SwitchOption } from '../schema/design.ts'
import type { GraphEdit } from '../schema/edit/graph-edit.ts'
import type { ParameterValue } from '../schema/parameter.ts'
import type { ServiceBehaviour } from '../services/service-behaviour.ts'
import type { CheckRunner } from './check-runner.ts'
import { FaultBoard } from './fault-board.ts'
import { editRun } from './edit-run.ts'
import type { RunningGraph } from './graph/running-graph.ts'
import { InputError } from '../schema/input-error.ts'
import type { RunRecorder } from './run-recorder.ts'
import type { Timeline } from './timeline.ts'

/** What `assemble` puts together. */
export interface WorldParts {
  graph: RunningGraph
  switches: Readonly<Record<string, Switch>>
  kernel: Kernel
  behaviours: ReadonlyMap<string, ServiceBehaviour>
  links: readonly NetworkLink[]
  recorder: RunRecorder
  checks: CheckRunner
  timeline: Timeline
}

/** A design that runs: the clock moves when told to, commands fall in between, everything that happened can be read. */
export class World {
  readonly faults: FaultBoard
  /** Every command so far, in order. With the document and the seed it is the whole run. */
  readonly log: Command[] = []
  /** The switches' present settings. */
  readonly settings: Record<string, string>

  constructor(readonly parts: WorldParts) {
    this.faults = new FaultBoard(parts)
    this.settings = Object.fromEntries(
      Object.entries(parts.switches).map(([name, item]) => [name, item.default]),
    )
    for (const behaviour of parts.behaviours.values()) behaviour.start()
    parts.checks.start(this.faults)
  }

  get now(): Nanos {
    return this.parts.kernel.now
  }
  get events(): number {
    return this.parts.kernel.scheduler.dispatched
  }
  digest(): string {
    return this.parts.kernel.scheduler.digest()
  }

  /**
   * Runs up to and including `until`, or the first `limit` events of it. True when it got there.
   * Readings for charts are taken on the way at fixed simulated instants, which are the same at any speed.
   */
  runUntil(until: Nanos, limit = Infinity): boolean {
    const { scheduler } = this.parts.kernel
    const { timeline, checks } = this.parts
    let left = limit
    while (true) {
      const stop = Math.min(until, timeline.nextAt, checks.nextAt)
      const before = scheduler.dispatched
      if (!scheduler.runUntil(stop, left)) return false
      left -= scheduler.dispatched - before
      if (checks.nextAt <= stop) checks.runDue(stop)
      if (timeline.nextAt <= stop) timeline.take(stop)
      if (stop === until) return true
    }
  }

  /** Fires the next single event; false when nothing is left to happen. `look` is called before every event that may be it. */
  step(look?: () => void): boolean {
    const { scheduler } = this.parts.kernel
    const before = scheduler.dispatched
    while (scheduler.dispatched === before) {
      const next = scheduler.nextTime() // perhaps that of a cancelled event, of which nothing comes
      if (next === Infinity) return false
      look?.()
      this.runUntil(next, 1)
    }
    return true
  }

  /** Does `action` now, after everything that is due at this instant, and notes it in the log. */
  act(action: Action): Command {
    this.runUntil(this.now)
    this.#apply(action)
    const command = { atNanos: this.now, action }
    this.log.push(command)
    return command
  }

  /** Runs a script of commands up to `until`. Commands later than that are left for the next call: pass them again. */
  runScript(commands: readonly Command[], until: Nanos): void {
    for (const { atNanos, action } of commands) {
      if (atNanos < this.now || atNanos > until) continue
      this.runUntil(atNanos)
      this.act(action)
    }
    this.runUntil(until)
  }

  behaviour(nodeId: string): ServiceBehaviour {
    const behaviour = this.parts.behaviours.get(nodeId)
    if (behaviour === undefined) {
      throw new InputError(
        `There is no node "${nodeId}"; the nodes are ${[...this.parts.behaviours.keys()].join(', ')}.`,
      )
    }
    return behaviour
  }

  #apply(action: Action): void {
    switch (action.do) {
      case 'set':
        this.#set(action.node, action.param, action.value)
        break
      case 'switch':
        this.#switch(action.name, action.to)
        break
      case 'inject':
        this.faults.inject(action)
        break
      case 'lift':
        this.faults.lift(action.id)
        break
      case 'edit':
        this.#edit(action.edits)
        break
    }
    this.parts.kernel.scheduler.fold(ACTION_CODES[action.do]) // a refused action leaves no trace
  }

  #edit(edits: readonly GraphEdit[]): void {
    const { addedNodes, removedNodes, removedEdges } = editRun(this.parts, edits)
    this.parts.kernel.scheduler.fold(hash32(canonicalJson(edits)))
    this.faults.forget(
      removedNodes,
      removedEdges.map(({ id }) => id),
    )
    for (const [name, to] of Object.entries(this.settings)) {
      const { default: opened, options } = this.parts.switches[name]
      if (to !== opened) this.#setTargets(options[to].set, addedNodes)
    }
  }

  #set(nodeId: string, param: string, value: ParameterValue): void {
    this.behaviour(nodeId).setChecked(param, value)
  }

  #switch(name: string, to: string): void {
    const item = this.parts.switches[name]
    if (item === undefined) {
      const names = Object.keys(this.parts.switches).join(', ')
      throw new InputError(`There is no switch "${name}"; the switches are ${names === '' ? 'none' : names}.`)
    }
    const option = item.options[to]
    if (option === undefined) {
      throw new InputError(
        `Switch "${name}" has no setting "${to}"; it has ${Object.keys(item.options).join(', ')}.`,
      )
    }
    this.settings[name] = to
    this.#setTargets(option.set, [...this.parts.behaviours.keys()])
  }

  /** What a setting says, for those of its targets that are among `ids`: an edited design may not have all of them any more. */
  #setTargets(set: SwitchOption['set'], ids: readonly string[]): void {
    for (const [target, values] of Object.entries(set)) {
      for (const id of this.#targets(target)) {
        const { params } = this.behaviour(id).spec
        if (!ids.includes(id)) continue
        for (const [param, value] of Object.entries(values)) if (param in params) this.#set(id, param, value)
      }
    }
  }

  #targets(target: string): string[] {
    if (!target.startsWith('kind:')) return this.parts.behaviours.has(target) ? [target] : []
    const kind = target.slice('kind:'.length)
    return [...this.parts.behaviours].filter(([, b]) => b.spec.kind === kind).map(([id]) => id)
  }
}

const ACTION_CODES = { set: 1, switch: 2, inject: 3, lift: 4, edit: 5 } as const
