import type { Nanos } from '../lib/units.ts'
import type { Call } from './call.ts'
import type { Direction, Link } from './link.ts'
import type { Node } from './node.ts'
import type { SpanBuffer } from './span.ts'

/** Whoever watches a run. Watching reads only: a run with and without an observer has the same digest. */
export interface Observer {
  /** A request that a client began has its final outcome. */
  completed(root: Call): void
  /** A message leaves; `call` is null for messages that nobody answers. `delay` is LOST when it will not arrive. */
  hop(link: Link, direction: Direction, call: Call | null, delay: Nanos): void
  /** Whether anybody listens for facts of this name. */
  wants(factName: string): boolean
  /** Something happened at `node` that checkers care about. */
  fact(node: Node, name: string, fact: object): void
  /** Something that belongs on the time line, in plain words ("became leader of epoch 3"). */
  mark(node: Node, text: string): void
  /** Where to keep the spans of a request that begins; null when they are not kept. */
  spansFor(root: Call): SpanBuffer | null
  /** The request is over and its spans will not be added to. */
  spansDone(root: Call): void
}

export const SILENT: Observer = {
  completed() {},
  hop() {},
  wants: () => false,
  fact() {},
  mark() {},
  spansFor: () => null,
  spansDone() {},
}
