import { RevisionMap, type RevisionMapState } from '../../algorithms/storage/revisions/revision-map.ts'
import type {
  RevisionCommand,
  RevisionEvent,
  RevisionResult,
} from '../../algorithms/storage/revisions/revision-command.ts'
import type { Replicated } from '../raft-host/replicated.ts'

/** Bytes of a key with its value, of a lease, and of an event. */
const KEY_BYTES = 96
const EVENT_BYTES = 64

/** The map as Raft's state machine. Tells what each command changed, and when everything is replaced. */
export class StoreMachine implements Replicated<RevisionCommand, RevisionResult> {
  readonly map = new RevisionMap()
  onChange: (events: readonly RevisionEvent[]) => void = () => {}
  onRestore: () => void = () => {}

  apply(command: RevisionCommand): RevisionResult {
    const before = this.map.revision
    const result = this.map.apply(command)
    if (this.map.revision !== before) this.onChange(this.map.since(before)!)
    return result
  }

  snapshot() {
    const state = this.map.export()
    const sizeBytes =
      KEY_BYTES * (state.keys.length + state.leases.length) + EVENT_BYTES * state.events.length
    return { state, sizeBytes }
  }

  restore(state: unknown): void {
    this.map.import(state as RevisionMapState | null)
    this.onRestore()
  }
}
