import type { DependencyGraph } from './dependency-graph.ts'
import { type DependencyKinds } from './dependency.ts'
import { strongComponents } from './strong-components.ts'

const NONE = -1

/**
 * Finds shortest paths along edges of some kinds, breadth first. Passing through a place between transactions counts nothing.
 * Components, numbered against the direction of edges, show at once most of where no path can lead.
 */
export class PathSearch {
  /** Edges followed: what the search cost. */
  work = 0
  readonly #graph: DependencyGraph
  readonly #kinds: DependencyKinds
  readonly #component: Int32Array
  /** By node: the search that met it last, and the edge by which it did. */
  readonly #metBy: Int32Array
  readonly #cameBy: Int32Array
  #searches = 0

  constructor(graph: DependencyGraph, kinds: DependencyKinds) {
    this.#graph = graph
    this.#kinds = kinds
    this.#component = strongComponents(graph, kinds)
    this.#metBy = new Int32Array(graph.nodes)
    this.#cameBy = new Int32Array(graph.nodes)
  }

  /** The edges of a shortest path of at most `most` steps between transactions; null when there is none. */
  find(from: number, to: number, most: number): number[] | null {
    if (this.#component[from] < this.#component[to]) return null
    this.#searches++
    this.#meet(from, NONE)
    let level = [from]
    for (let length = 1; length <= most && level.length > 0; length++) {
      const next: number[] = []
      // places join the level that is being walked: the way through them is free
      for (const node of level) if (this.#expand(node, to, level, next)) return this.#path(to)
      level = next
    }
    return null
  }

  /** Follows the edges out of a node; whether one leads to the goal. */
  #expand(node: number, goal: number, level: number[], next: number[]): boolean {
    const graph = this.#graph
    const end = graph.firstOut(node + 1)
    for (let index = graph.firstOut(node); index < end; index++) {
      const edge = graph.out(index)
      this.work++
      if ((graph.kind(edge) & this.#kinds) === 0) continue
      const to = graph.to(edge)
      if (this.#metBy[to] === this.#searches || this.#component[to] < this.#component[goal]) continue
      this.#meet(to, edge)
      if (to === goal) return true
      if (graph.isPlace(to)) level.push(to)
      else next.push(to)
    }
    return false
  }

  #meet(node: number, edge: number): void {
    this.#metBy[node] = this.#searches
    this.#cameBy[node] = edge
  }

  #path(to: number): number[] {
    const edges: number[] = []
    for (let edge = this.#cameBy[to]; edge !== NONE; edge = this.#cameBy[this.#graph.from(edge)])
      edges.push(edge)
    return edges.reverse()
  }
}
