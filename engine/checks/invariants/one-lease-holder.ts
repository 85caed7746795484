import { toSeconds } from '../../lib/units.ts'
import { defineInvariant, type Violation } from '../define-invariant.ts'

/** What guarded storage tells of each write that reaches it. */
interface GuardedWrite {
  readonly lock: string
  readonly token: number
  readonly worker: string
  readonly accepted: boolean
  readonly atNanos: number
}

/** By lock: the write with the newest token that was accepted. */
type State = Map<string, GuardedWrite>

/** Judged where it matters: a worker may believe what it likes as long as nobody takes its writes. */
export const invariant = defineInvariant<State>({
  name: 'one-lease-holder',
  title: 'One lease holder writes',
  doc: 'A fencing token belongs to one holder of a lock, and once a holder has written with a newer one, no earlier holder’s write is accepted.',
  start: () => new Map(),
  on: {
    'guarded-write'(newest, write: GuardedWrite, node): Violation | null {
      if (!write.accepted) return null
      const before = newest.get(write.lock)
      // Nobody could tell two holders with one token from each other, fencing least of all.
      const isShared = write.token === before?.token && write.worker !== before.worker
      if (before === undefined || (write.token >= before.token && !isShared)) {
        newest.set(write.lock, { ...write })
        return null
      }
      return {
        says: `${write.worker} writes under ${write.lock} with token ${write.token}, though ${before.worker} has written with ${isShared ? 'the same' : `token ${before.token}`}.`,
        operations: [tell(before), tell(write)],
        nodes: [node],
      }
    },
  },
})

const tell = ({ worker, lock, token, atNanos }: GuardedWrite) =>
  `${toSeconds(atNanos).toFixed(3)} s: ${worker} writes under ${lock} with token ${token}`
