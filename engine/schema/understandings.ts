import type { Document } from './document.ts'
import { relayOf, type KindShapes } from './kind-shape.ts'
import type { ProtocolName } from './protocols.ts'

/** What can be asked of a node; null: anything, as far as is known yet. */
export type Understood = ReadonlySet<ProtocolName> | null

/**
 * What can be asked of each node of a document: what its kind answers by itself, and where it passes requests on, what all of those
 * understand that may get them. Whoever passes on and is not connected yet may be asked anything.
 */
export class Understandings {
  readonly #document: Document
  readonly #kinds: KindShapes
  readonly #targets = new Map<string, string[]>()
  readonly #known = new Map<string, Understood>()

  constructor(document: Document, kinds: KindShapes) {
    this.#document = document
    this.#kinds = kinds
    for (const { from, port, to } of document.edges) {
      const shape = kinds.get(document.nodes[from].kind)
      if (shape === undefined || relayOf(shape.ports)?.[0] !== port) continue
      this.#targets.set(from, [...(this.#targets.get(from) ?? []), to])
    }
  }

  of(id: string): Understood {
    const known = this.#known.get(id)
    if (known !== undefined) return known
    this.#known.set(id, null) // whoever asks for it meanwhile has come round in a circle
    const understood = this.#workOut(id)
    this.#known.set(id, understood)
    return understood
  }

  #workOut(id: string): Understood {
    const shape = this.#kinds.get(this.#document.nodes[id].kind)
    if (shape === undefined) return null
    const own = new Set(shape.understands)
    const relay = relayOf(shape.ports)
    if (relay === null) return own
    const [, how] = relay
    const targets = this.#targets.get(id) ?? []
    if (targets.length === 0) return how === 'the-rest' || own.size === 0 ? null : own
    const passed = targets.map((target) => this.of(target)).reduce(inCommon)
    if (how === 'everything') return passed
    if (how === 'what-it-understands') return inCommon(own, passed)
    return passed === null ? null : new Set([...own, ...passed])
  }
}

function inCommon(one: Understood, other: Understood): Understood {
  if (one === null || other === null) return one ?? other
  return new Set([...one].filter((name) => other.has(name)))
}
