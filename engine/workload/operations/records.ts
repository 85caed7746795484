import type { Operation, OperationSource, OperationSpec, OperationTools } from '../operation.ts'

/** New records are numbered from here, far above those that exist from the start. */
const FIRST_NEW_KEY = 10_000_000
/** Share of the writes that make a new record. */
const CREATE_SHARE = 0.1
/** Share of the reads that go to a record made lately: what is new is what people look at. */
const RECENT_SHARE = 0.05
const RECENT = 50

/** People who read records, change them, and make new ones, which they and others read soon after. */
class Records implements OperationSource {
  #written = 0
  #created = 0
  /** Keys of the latest records whose making was acknowledged. */
  readonly #recent: number[] = []
  readonly #tools: OperationTools

  constructor(tools: OperationTools) {
    this.#tools = tools
  }

  next(operation: Operation): void {
    const { keys, random } = this.#tools
    const { sizeBytes, readShare } = this.#tools.params()
    operation.key = keys.next()
    operation.sizeBytes = sizeBytes as number
    if (random.uniform() < (readShare as number)) {
      const recent = this.#recent.length > 0 && random.uniform() < RECENT_SHARE
      if (recent) operation.key = this.#recent[random.below(this.#recent.length)]
      return
    }
    operation.body = ++this.#written
    operation.op = 'write'
    if (random.uniform() >= CREATE_SHARE) return
    operation.op = 'create'
    operation.key = FIRST_NEW_KEY + this.#created++
  }

  answered({ op, key }: Readonly<Pick<Operation, 'op' | 'key'>>, ok: boolean): void {
    if (op !== 'create' || !ok) return
    this.#recent.push(key)
    if (this.#recent.length > RECENT) this.#recent.shift()
  }
}

export const operations: OperationSpec = {
  name: 'records',
  title: 'reads, changes and new records',
  asks: ['read', 'write', 'create'],
  make: (tools) => new Records(tools),
}
