import type { Operation, OperationSource, OperationSpec, OperationTools } from '../operation.ts'

/** Share of the changes that compare first. */
const COMPARE_SHARE = 0.5

/** Reads of settings, changes, and changes of what was read before: compare-and-swap. Each change has a value of its own. */
class Configuration implements OperationSource {
  #written = 0
  /** By key: what was read last. */
  readonly #read = new Map<number, unknown>()
  readonly #tools: OperationTools

  constructor(tools: OperationTools) {
    this.#tools = tools
  }

  next(operation: Operation): void {
    const { keys, random } = this.#tools
    const { sizeBytes, readShare } = this.#tools.params()
    operation.key = keys.next() + 1 // flag 0 is being rolled out
    operation.sizeBytes = sizeBytes as number
    operation.op = 'get'
    if (random.uniform() < (readShare as number)) return
    const value = ++this.#written
    const compares = random.uniform() < COMPARE_SHARE && this.#read.has(operation.key)
    operation.op = compares ? 'cas' : 'put'
    operation.body = compares ? [this.#read.get(operation.key), value] : value
  }

  answered({ op, key }: Readonly<Pick<Operation, 'op' | 'key'>>, ok: boolean, value: unknown): void {
    // Whoever is no store of settings answers with something else, or nothing.
    const read = value as { value?: unknown } | null
    if (op === 'get' && ok) this.#read.set(key, read?.value ?? null)
  }
}

export const operations: OperationSpec = {
  name: 'configuration',
  title: 'reads, changes and compare-and-swap of settings',
  asks: ['get', 'put', 'cas'],
  make: (tools) => new Configuration(tools),
}
