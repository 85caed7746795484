import type { Dot } from '../clock/version-vector.ts'
import type { CausalContextState } from './causal-context.ts'
import { CausalContext } from './causal-context.ts'

/** Elements with the dots of the adds that keep them in, and every dot heard of. A delta has the same shape. */
export interface OrSetState<Element> {
  readonly elements: readonly (readonly [element: Element, dots: readonly Dot[]])[]
  readonly context: CausalContextState
}

/**
 * Observed-remove set: a remove takes away the adds it has seen, so that a concurrent add wins. Without tombstones: that
 * a dot is in the context but not at its element says it was removed.
 * Paper: Shapiro et al. (2011), specification 15; Bieniusa et al., "An optimized conflict-free replicated set" (2012);
 * deltas as in Almeida, Shoker and Baquero (2018), figure 10.
 * Compare: two-phase set (removed once is removed for ever), LWW set (a clock decides between add and remove).
 * Cost: O(dots of the element) an update, O(elements + replicas) a whole merge. Invariant: merge is commutative,
 * associative, idempotent; an element is in exactly when some add of it was not seen by any remove.
 */
export class OrSet<Element extends string | number> {
  readonly #self: number
  readonly #dots = new Map<Element, Dot[]>()
  readonly #context: CausalContext

  constructor(options: { readonly self: number; readonly state?: OrSetState<Element> }) {
    this.#self = options.self
    this.#context = new CausalContext(options.state?.context)
    for (const [element, dots] of options.state?.elements ?? []) this.#dots.set(element, dots.slice())
  }

  /** Puts `element` in, and gives the delta to send to the others. */
  add(element: Element): OrSetState<Element> {
    const replaced = this.#dots.get(element) ?? []
    const dot = this.#context.next(this.#self)
    this.#dots.set(element, [dot])
    return { elements: [[element, [dot]]], context: contextOf([...replaced, dot]) }
  }

  /** Takes `element` out as far as it is known here, and gives the delta; removing what is not there changes nothing. */
  remove(element: Element): OrSetState<Element> {
    const seen = this.#dots.get(element) ?? []
    this.#dots.delete(element)
    return { elements: [], context: contextOf(seen) }
  }

  /** Takes `out` away as far as it is known here and puts `element` in: one delta, so that nobody sees half of it. */
  replace(out: readonly Element[], element: Element): OrSetState<Element> {
    const deltas = [...out.map((each) => this.remove(each)), this.add(element)]
    return {
      elements: deltas.flatMap(({ elements }) => elements),
      context: contextOf(deltas.flatMap(({ context }) => context.beyond)),
    }
  }

  has(element: Element): boolean {
    return this.#dots.has(element)
  }

  /** The elements in rising order (numbers first), so that equal sets read equally. */
  values(): Element[] {
    return [...this.#dots.keys()].sort(byTypeThenOrder)
  }

  /** Takes in a state or a delta. True when the elements changed. */
  merge(other: OrSetState<Element>): boolean {
    const theirContext = new CausalContext(other.context)
    const theirs = new Map(other.elements)
    let changed = false
    for (const [element, dots] of this.#dots) {
      const kept = dots.filter((dot) => !theirContext.contains(dot) || includes(theirs.get(element), dot))
      if (kept.length === dots.length) continue
      changed = true
      if (kept.length > 0 || theirs.has(element)) this.#dots.set(element, kept)
      else this.#dots.delete(element)
    }
    for (const [element, dots] of theirs) changed = this.#addUnseen(element, dots) || changed
    this.#context.merge(other.context)
    return changed
  }

  /** A copy as plain data; equal sets give equal data. */
  state(): OrSetState<Element> {
    const elements = this.values().map((element): [Element, Dot[]] => [
      element,
      (this.#dots.get(element) ?? []).toSorted((a, b) => a.replica - b.replica || a.sequence - b.sequence),
    ])
    return { elements, context: this.#context.state() }
  }

  /** What the view draws. Reads only. */
  inspect() {
    return this.state()
  }

  #addUnseen(element: Element, dots: readonly Dot[]): boolean {
    const mine = this.#dots.get(element) ?? []
    const unseen = dots.filter((dot) => !this.#context.contains(dot))
    if (mine.length + unseen.length > 0) this.#dots.set(element, [...mine, ...unseen])
    else this.#dots.delete(element)
    return unseen.length > 0
  }
}

function contextOf(dots: readonly Dot[]): CausalContextState {
  return { counts: [], beyond: dots }
}

function includes(dots: readonly Dot[] | undefined, dot: Dot): boolean {
  return dots?.some((other) => other.replica === dot.replica && other.sequence === dot.sequence) ?? false
}

function byTypeThenOrder(a: string | number, b: string | number): number {
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1
  return a < b ? -1 : a > b ? 1 : 0
}
