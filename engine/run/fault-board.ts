import { kindSite } from '../services/describe-kind.ts'
import { FAULTS } from '../faults/catalogue.ts'
import type { AnyFault, FaultSite, FaultTarget, NodeSite } from '../faults/define-fault.ts'
import type { Nanos } from '../lib/units.ts'
import type { NetworkLink } from '../network/network-link.ts'
import { standsIn } from '../network/regions.ts'
import type { Action, FaultPlace } from '../schema/document.ts'
import { defaultsOf, parameterProblem, type ParameterValue } from '../schema/parameter.ts'
import { InputError } from '../schema/input-error.ts'
import type { WorldParts } from './world.ts'

type Inject = Extract<Action, { do: 'inject' }>

export interface ActiveFault {
  id: string
  fault: string
  on: FaultPlace
  params: Readonly<Record<string, ParameterValue>>
  sinceNanos: Nanos
}

/** The faults in force, and how to lift each of them. */
export class FaultBoard {
  readonly #active = new Map<string, ActiveFault & { undo: () => void }>()
  /** When the last fault was lifted or struck; before that nothing is calm. */
  #changedAt: Nanos = 0
  readonly #parts: WorldParts

  constructor(parts: WorldParts) {
    this.#parts = parts
  }

  get active(): readonly ActiveFault[] {
    return [...this.#active.values()].map(({ undo: _undo, ...fault }) => fault)
  }

  /** Whether any fault is in force. */
  get faulty(): boolean {
    return this.#active.size > 0
  }

  /** How long no fault has been in force; 0 while one is. */
  get calmNanos(): Nanos {
    return this.#active.size > 0 ? 0 : this.#parts.kernel.now - this.#changedAt
  }

  inject(action: Inject): void {
    const fault = FAULTS.get(action.fault)
    if (fault === undefined) {
      throw new InputError(
        `There is no fault "${action.fault}"; the faults are ${[...FAULTS.keys()].join(', ')}.`,
      )
    }
    if (this.#active.has(action.id))
      throw new InputError(`A fault with the id "${action.id}" is in force already; lift it first.`)
    const params = this.#checkedParams(fault, action.params ?? {})
    const site = this.#site(fault, action.on)
    const undo = fault.inject(site, params as never)
    this.#changedAt = this.#parts.kernel.now
    if (!fault.lasts) return
    this.#active.set(action.id, {
      id: action.id,
      fault: fault.kind,
      on: action.on,
      params,
      sinceNanos: this.#changedAt,
      undo,
    })
  }

  /** Lifting what has been lifted already does nothing. */
  lift(id: string): void {
    const active = this.#active.get(id)
    if (active === undefined) return
    this.#active.delete(id)
    this.#changedAt = this.#parts.kernel.now
    active.undo()
  }

  /** Nodes and edges are gone: what had struck them alone is over. */
  forget(nodes: readonly string[], edges: readonly string[]): void {
    for (const { id, on } of this.#active.values()) {
      const gone = ('node' in on && nodes.includes(on.node)) || ('edge' in on && edges.includes(on.edge))
      if (gone) this.lift(id)
    }
  }

  #checkedParams(
    fault: AnyFault,
    given: Readonly<Record<string, ParameterValue>>,
  ): Record<string, ParameterValue> {
    for (const [name, value] of Object.entries(given)) {
      const declared = fault.params[name]
      if (declared === undefined) {
        const names = Object.keys(fault.params).join(', ')
        throw new InputError(
          `Fault "${fault.kind}" has no parameter "${name}"; it has ${names === '' ? 'none' : names}.`,
        )
      }
      const problem = parameterProblem(declared, value)
      if (problem !== null) throw new InputError(`Fault "${fault.kind}": ${name} ${problem}.`)
    }
    return { ...defaultsOf(fault.params), ...given }
  }

  #site(fault: AnyFault, on: FaultPlace): FaultSite {
    const target = Object.keys(on)[0] as FaultTarget
    if (!fault.targets.includes(target)) {
      throw new InputError(
        `Fault "${fault.kind}" cannot strike a ${target}; aim it at ${fault.targets.join(' or ')}.`,
      )
    }
    const nodes = this.#nodesAt(on)
    const links = this.#linksAt(on, nodes)
    if (fault.appliesTo !== undefined && nodes.length > 0 && !nodes.some((site) => fault.appliesTo!(site))) {
      throw new InputError(
        `Fault "${fault.kind}" does not apply to ${nodes.map(({ node }) => node.id).join(', ')}.`,
      )
    }
    const applicable = nodes.filter((site) => fault.appliesTo?.(site) ?? true)
    return { nodes: applicable, links, now: this.#parts.kernel.now }
  }

  #nodesAt(on: FaultPlace): NodeSite[] {
    const all = [...this.#parts.behaviours.values()]
    const chosen = all.filter(({ node }) => {
      if ('node' in on) return node.id === on.node
      if ('region' in on) return standsIn(node.region, on.region)
      return 'run' in on
    })
    if ('node' in on && chosen.length === 0) throw new InputError(`There is no node "${on.node}" to break.`)
    if ('region' in on && chosen.length === 0)
      throw new InputError(`There is no region "${on.region}" to break.`)
    return chosen.map((behaviour) => ({
      ...kindSite(behaviour.spec),
      node: behaviour.node,
      params: behaviour.params,
      override: (change) => behaviour.override(change),
      control: (name) => behaviour.control(name),
    }))
  }

  #linksAt(on: FaultPlace, nodes: readonly NodeSite[]): NetworkLink[] {
    const { links } = this.#parts
    if ('edge' in on) {
      const chosen = links.filter(({ id }) => id === on.edge)
      if (chosen.length === 0)
        throw new InputError(
          `There is no edge "${on.edge}"; the edges are ${links.map(({ id }) => id).join(', ')}.`,
        )
      return chosen
    }
    if ('between' in on) {
      const chosen = links.filter((link) => joins(link, on.between))
      if (chosen.length > 0) return chosen
      throw new InputError(`No edge joins ${on.between[0].join(', ')} and ${on.between[1].join(', ')}.`)
    }
    const ids = new Set(nodes.map(({ node }) => node.id))
    if ('region' in on) return links.filter(({ from, to }) => ids.has(from.id) !== ids.has(to.id))
    return links.filter(({ from, to }) => ids.has(from.id) || ids.has(to.id))
  }
}

/** Members of a group are node ids or `region:<name>`. */
function joins({ from, to }: NetworkLink, [left, right]: [string[], string[]]): boolean {
  const within = (node: NetworkLink['from'], group: string[]) =>
    group.some(
      (member) =>
        member === node.id || (member.startsWith('region:') && standsIn(node.region, member.slice(7))),
    )
  return (within(from, left) && within(to, right)) || (within(from, right) && within(to, left))
}
