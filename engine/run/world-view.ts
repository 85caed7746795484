import type { CheckContext } from '../checks/define-invariant.ts'
import type { Nanos } from '../lib/units.ts'
import type { ServiceBehaviour } from '../services/service-behaviour.ts'
import { NodeMissing } from './node-missing.ts'

/** What checkers may know about the faults. */
export interface FaultState {
  readonly faulty: boolean
  readonly calmNanos: Nanos
}

/** A run as its checkers see it: they read only. */
export class WorldView implements CheckContext {
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
    return this.#there(nodeId).state
  }
  params(nodeId: string) {
    return this.#there(nodeId).params
  }
  isUp(nodeId: string): boolean {
    return this.behaviours.get(nodeId)?.node.up ?? false
  }
  #there(nodeId: string | undefined): ServiceBehaviour {
    const behaviour = nodeId === undefined ? undefined : this.behaviours.get(nodeId)
    if (behaviour === undefined) throw new NodeMissing(nodeId)
    return behaviour
  }
}
