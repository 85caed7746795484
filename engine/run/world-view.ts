import type { CheckContext } from '../checks/define-invariant.ts'
import type { Clock, Nanos } from '../lib/units.ts'
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
    readonly clock: Clock,
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
    return this.#idsWhere((spec) => spec.kind === kind)
  }
  nodesWith(parameter: string): string[] {
    return this.#idsWhere((spec) => parameter in spec.params)
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
  /** Asked at every fact of some checks: nothing is built but the answer. */
  #idsWhere(test: (spec: ServiceBehaviour['spec']) => boolean): string[] {
    const ids: string[] = []
    for (const [id, { spec }] of this.behaviours) if (test(spec)) ids.push(id)
    return ids
  }
  #there(nodeId: string | undefined): ServiceBehaviour {
    const behaviour = nodeId === undefined ? undefined : this.behaviours.get(nodeId)
    if (behaviour === undefined) throw new NodeMissing(nodeId)
    return behaviour
  }
}
