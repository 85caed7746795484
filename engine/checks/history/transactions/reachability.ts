import type { DependencyGraph } from './dependency-graph.ts'
import { strongComponents } from './strong-components.ts'

const EVERY_KIND = -1
const BITS = 32

/**
 * Which nodes of an acyclic dependency graph lead to which others, as rows of bits.
 * Paper: Warshall, "A theorem on Boolean matrices" (1962). Compare: a search for each question. Cost: one row joined to another
 * for each edge. Invariant: a node leads to itself.
 */
export class Reachability {
  readonly #rows: Int32Array
  readonly #words: number

  constructor(graph: DependencyGraph) {
    const component = strongComponents(graph, EVERY_KIND)
    const inOrder = Array.from(component, (_, node) => node).sort((a, b) => component[a] - component[b])
    this.#words = Math.ceil(graph.nodes / BITS)
    this.#rows = new Int32Array(graph.nodes * this.#words)
    for (const node of inOrder) {
      this.#rows[node * this.#words + (node >> 5)] |= 1 << (node & 31)
      const end = graph.firstOut(node + 1)
      for (let index = graph.firstOut(node); index < end; index++)
        this.#join(node, graph.to(graph.out(index)))
    }
  }

  leads(from: number, to: number): boolean {
    return (this.#rows[from * this.#words + (to >> 5)] & (1 << (to & 31))) !== 0
  }

  #join(node: number, other: number): void {
    for (let word = 0; word < this.#words; word++) {
      this.#rows[node * this.#words + word] |= this.#rows[other * this.#words + word]
    }
  }
}
