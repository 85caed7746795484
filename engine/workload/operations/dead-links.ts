import type { Operation, OperationSource, OperationSpec, OperationTools } from '../operation.ts'

/** Records that are linked to and do not exist, numbered from here: above all others, below what crawlers guess. */
const FIRST_DEAD_KEY = 100_000_000
/** Share of the reads that follow a link to a record that was made lately: it is not dead any more. */
const MADE_SHARE = 0.2
const RECENT = 20

/** People who follow dead links, the same ones again and again; now and then somebody makes the record that is missing. */
class DeadLinks implements OperationSource {
  #written = 0
  #made = 0
  readonly #tools: OperationTools

  constructor(tools: OperationTools) {
    this.#tools = tools
  }

  next(operation: Operation): void {
    const { keys, random } = this.#tools
    const { sizeBytes, readShare } = this.#tools.params()
    operation.key = FIRST_DEAD_KEY + this.#made + keys.next()
    operation.sizeBytes = sizeBytes as number
    if (random.uniform() < (readShare as number)) {
      const made = Math.min(RECENT, this.#made)
      if (made > 0 && random.uniform() < MADE_SHARE)
        operation.key = FIRST_DEAD_KEY + this.#made - 1 - random.below(made)
      return
    }
    operation.op = 'create'
    operation.key = FIRST_DEAD_KEY + this.#made++ // the link followed most of all those that are dead
    operation.body = `made ${++this.#written}`
  }
}

export const operations: OperationSpec = {
  name: 'dead-links',
  title: 'reads of records that are missing, some of which are then made',
  asks: ['read', 'create'],
  make: (tools) => new DeadLinks(tools),
}
