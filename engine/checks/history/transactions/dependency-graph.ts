import { DEPENDENCY, type Dependency, type DependencyKinds, NO_VERSION } from './dependency.ts'

/**
 * Which transactions must come before which, and why: nodes from 0 are transactions, those from `transactions` on are places
 * between them, which stand for all pairs of those before and those after.
 * Paper: Adya, "Weak consistency: a generalized theory and optimistic implementations" (1999), section 3.1.2 (direct
 * serialization graphs). Compare: a matrix of pairs. Cost: four integers an edge, then two more when edges are asked for.
 * Invariant: no edge leads from a node to itself.
 */
export class DependencyGraph {
  nodes: number
  readonly #edges: number[] = []
  readonly #details: number[] = []
  #firstOut: Int32Array | null = null
  #out = new Int32Array(0)

  constructor(readonly transactions: number) {
    this.nodes = transactions
  }

  get edges(): number {
    return this.#edges.length / 3
  }

  /** A place between transactions: what leads to it comes before all that it `pass`es to. */
  addPlace(): number {
    return this.nodes++
  }

  add(
    from: number,
    to: number,
    kind: DependencyKinds,
    key = NO_VERSION,
    version = NO_VERSION,
    next = NO_VERSION,
  ) {
    if (from === to) return
    this.#firstOut = null
    this.#edges.push(from, to, kind)
    this.#details.push(key, version, next)
  }

  from(edge: number): number {
    return this.#edges[3 * edge]
  }

  to(edge: number): number {
    return this.#edges[3 * edge + 1]
  }

  kind(edge: number): DependencyKinds {
    return this.#edges[3 * edge + 2]
  }

  dependency(edge: number): Dependency {
    const [key, version, next] = this.#details.slice(3 * edge, 3 * edge + 3)
    return { from: this.from(edge), to: this.to(edge), kind: this.kind(edge), key, version, next }
  }

  isPlace(node: number): boolean {
    return node >= this.transactions
  }

  /** The edges out of `node` are `out(i)` for i from `firstOut(node)` up to `firstOut(node + 1)`. */
  firstOut(node: number): number {
    this.#firstOut ??= this.#sortByOrigin()
    return this.#firstOut[node]
  }

  out(index: number): number {
    return this.#out[index]
  }

  #sortByOrigin(): Int32Array {
    const first = new Int32Array(this.nodes + 1)
    for (let edge = 0; edge < this.edges; edge++) first[this.from(edge) + 1]++
    for (let node = 0; node < this.nodes; node++) first[node + 1] += first[node]
    const at = first.slice()
    this.#out = new Int32Array(this.edges)
    for (let edge = 0; edge < this.edges; edge++) this.#out[at[this.from(edge)]++] = edge
    return first
  }
}

/** `kinds` and the way out of places. */
export function withPlaces(kinds: DependencyKinds): DependencyKinds {
  return kinds | DEPENDENCY.pass
}
