import { NOTHING_SEEN, type SeenContext } from '../../algorithms/replication/dynamo/messages.ts'
import type { Operation, OperationSource, OperationSpec, OperationTools } from '../operation.ts'

/** Share of the changes that empty a cart. */
const EMPTY_SHARE = 0.15
/** Share of the changes that are made without having looked: somebody adds from a page that has been open all day. */
const BLIND_SHARE = 0.05
/** Carts that a user has looked at and may change. */
const REMEMBERED = 2_000

/** What a read of a cart tells: it is given back with the change that follows from it. */
interface Looked {
  readonly key: number
  readonly seen: SeenContext
}

/** People who look at a cart and then change it, on the ground of what they have seen; two may do so at once. */
class Carts implements OperationSource {
  #written = 0
  /** What each user has looked at last and not changed since. */
  readonly #looked = new Map<number, Looked>()
  readonly #tools: OperationTools

  constructor(tools: OperationTools) {
    this.#tools = tools
  }

  next(operation: Operation): void {
    const { keys, random } = this.#tools
    const { sizeBytes, readShare } = this.#tools.params()
    const { client } = operation
    const looked = this.#looked.get(client)
    const changes = random.uniform() >= (readShare as number)
    const isBlind = random.uniform() < BLIND_SHARE
    const empties = random.uniform() < EMPTY_SHARE
    operation.key = keys.next()
    if (!changes || (looked === undefined && !isBlind)) return
    const known = isBlind || looked === undefined ? { key: operation.key, seen: NOTHING_SEEN } : looked
    operation.op = empties && !isBlind ? 'delete' : 'write'
    operation.key = known.key
    operation.sizeBytes = sizeBytes as number
    operation.body = { value: ++this.#written, seen: known.seen }
    if (!isBlind) this.#looked.delete(client)
  }

  answered(wish: Readonly<Pick<Operation, 'op' | 'key' | 'client'>>, ok: boolean, value: unknown): void {
    if (wish.op !== 'read' || !ok || !hasContext(value)) return
    if (this.#looked.size >= REMEMBERED) this.#looked.delete(this.#looked.keys().next().value!)
    this.#looked.set(wish.client, { key: wish.key, seen: value.seen })
  }
}

const hasContext = (value: unknown): value is { seen: SeenContext } =>
  typeof value === 'object' && value !== null && 'seen' in value

export const operations: OperationSpec = {
  name: 'carts',
  title: 'looking and changing what was seen',
  asks: ['read', 'write', 'delete'],
  make: (tools) => new Carts(tools),
}
