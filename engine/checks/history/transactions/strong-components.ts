import type { DependencyGraph } from './dependency-graph.ts'
import { type DependencyKinds } from './dependency.ts'

const UNSEEN = -1

/**
 * Numbers the strongly connected components of the graph along edges of some kinds: nodes on a common cycle have the same
 * number, and no edge leads to a larger one. Without recursion, so that the longest history does not exhaust the stack.
 * Paper: Tarjan, "Depth-first search and linear graph algorithms" (1972).
 */
export function strongComponents(graph: DependencyGraph, kinds: DependencyKinds): Int32Array {
  const search = new ComponentSearch(graph, kinds)
  for (let node = 0; node < graph.nodes; node++) search.from(node)
  return search.component
}

class ComponentSearch {
  readonly component: Int32Array
  readonly #graph: DependencyGraph
  readonly #kinds: DependencyKinds
  /** When each node was met, and the earliest one on the stack that it leads to. */
  readonly #met: Int32Array
  readonly #low: Int32Array
  /** The next edge to follow out of each node. */
  readonly #next: Int32Array
  /** Nodes met whose component is not closed yet. */
  readonly #open: number[] = []
  #clock = 0
  #components = 0

  constructor(graph: DependencyGraph, kinds: DependencyKinds) {
    this.#graph = graph
    this.#kinds = kinds
    this.component = new Int32Array(graph.nodes).fill(UNSEEN)
    this.#met = new Int32Array(graph.nodes).fill(UNSEEN)
    this.#low = new Int32Array(graph.nodes)
    this.#next = new Int32Array(graph.nodes)
  }

  from(root: number): void {
    if (this.#met[root] !== UNSEEN) return
    const path = [root]
    this.#meet(root)
    while (path.length > 0) {
      const node = path.at(-1)!
      const child = this.#follow(node)
      if (child !== UNSEEN) {
        path.push(child)
        this.#meet(child)
        continue
      }
      path.pop()
      if (this.#low[node] === this.#met[node]) this.#close(node)
      const parent = path.at(-1)
      if (parent !== undefined) this.#low[parent] = Math.min(this.#low[parent], this.#low[node])
    }
  }

  #meet(node: number): void {
    this.#met[node] = this.#low[node] = this.#clock++
    this.#next[node] = this.#graph.firstOut(node)
    this.#open.push(node)
  }

  /** The next node out of this one that has not been met; takes note of those that have. */
  #follow(node: number): number {
    const graph = this.#graph
    const end = graph.firstOut(node + 1)
    while (this.#next[node] < end) {
      const edge = graph.out(this.#next[node]++)
      if ((graph.kind(edge) & this.#kinds) === 0) continue
      const to = graph.to(edge)
      if (this.#met[to] === UNSEEN) return to
      if (this.component[to] === UNSEEN) this.#low[node] = Math.min(this.#low[node], this.#met[to])
    }
    return UNSEEN
  }

  #close(root: number): void {
    let node: number
    do {
      node = this.#open.pop()!
      this.component[node] = this.#components
    } while (node !== root)
    this.#components++
  }
}
