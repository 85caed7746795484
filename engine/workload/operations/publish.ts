import type { Operation, OperationSource, OperationSpec, OperationTools } from '../operation.ts'

/** Share of the records that delete their key. */
const DELETE_SHARE = 0.02

/** Records for a log: each about some key, a few of which say that the key is gone. Nothing is read. */
class Publish implements OperationSource {
  #published = 0
  readonly #tools: OperationTools

  constructor(tools: OperationTools) {
    this.#tools = tools
  }

  next(operation: Operation): void {
    const { keys, random } = this.#tools
    operation.key = keys.next()
    operation.sizeBytes = this.#tools.params().sizeBytes as number
    operation.op = random.uniform() < DELETE_SHARE ? 'delete' : 'write'
    operation.body = ++this.#published
  }
}

export const operations: OperationSpec = {
  name: 'publish',
  title: 'records for a log',
  asks: ['write', 'delete'],
  make: (tools) => new Publish(tools),
}
