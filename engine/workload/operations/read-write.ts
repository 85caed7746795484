import type { Operation, OperationSource, OperationSpec, OperationTools } from '../operation.ts'

/** Reads and writes of single keys. A write carries a value that no other write carries, so that it can be recognised. */
class ReadWrite implements OperationSource {
  #written = 0
  readonly #tools: OperationTools

  constructor(tools: OperationTools) {
    this.#tools = tools
  }

  next(operation: Operation): void {
    const { keys, random } = this.#tools
    const { sizeBytes, readShare } = this.#tools.params()
    operation.key = keys.next()
    operation.sizeBytes = sizeBytes as number
    if (random.uniform() < (readShare as number)) return
    operation.op = 'write'
    operation.body = ++this.#written
  }
}

export const operations: OperationSpec = {
  name: 'read-write',
  title: 'reads and writes',
  asks: ['read', 'write'],
  make: (tools) => new ReadWrite(tools),
}
