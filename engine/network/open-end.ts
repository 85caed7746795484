import type { Kernel } from '../kernel/kernel.ts'
import { LOST, type Link } from '../kernel/link.ts'
import { Node } from '../kernel/node.ts'
import type { Nanos } from '../lib/units.ts'

/** Index of links that nobody drew: no picture shows what goes over them. */
const NO_INDEX = -1

/**
 * What a port that needs an edge has while nothing is connected: whatever is asked over it fails at once as `not-connected`, and
 * messages are lost. Services need not know that it is none.
 */
export class OpenEnd implements Link {
  readonly index = NO_INDEX
  readonly id: string
  readonly to: Node
  readonly barrier = 'open-end'
  readonly deaf = false // nobody is there

  constructor(
    kernel: Kernel,
    readonly from: Node,
    readonly port: string,
  ) {
    this.id = `${from.id}.${port}`
    this.to = new Node(kernel, NO_INDEX, 'nothing', '', from.region)
    this.to.up = false
  }

  transit(): Nanos {
    return 0
  }

  copyTransit(): Nanos {
    return LOST
  }
}
