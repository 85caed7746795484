import { FAULTS } from '../faults/catalogue.ts'
import type { RandomStream } from '../lib/random.ts'
import { everyEdit } from '../run/every-edit.bed.ts'
import type { World } from '../run/world.ts'
import type { Design } from '../schema/design.ts'
import type { Action, Document, FaultPlace } from '../schema/document.ts'
import type { GraphEdit } from '../schema/edit/graph-edit.ts'
import { InputError } from '../schema/input-error.ts'
import { kindShapes } from '../services/kind-shapes.ts'
import { SERVICES } from '../services/catalogue.ts'
import { setAnything } from './any-setting.bed.ts'

const KINDS = kindShapes(SERVICES)

/** Somebody who does anything that a person may do to a running design, at any moment and in any order. Refusals are fine, they are sentences. */
export class AnyHand {
  /** What was done, in order. */
  readonly done: string[] = []
  readonly #world: World
  readonly #design: Design
  readonly #random: RandomStream
  /** What is left of edits that take several steps. */
  #steps: ((document: Document) => readonly GraphEdit[])[] = []
  #faults = 0

  constructor(world: World, design: Design, random: RandomStream) {
    this.#world = world
    this.#design = design
    this.#random = random
  }

  /** Does one thing. */
  act(): void {
    const ways = [
      () => this.#edit(),
      () => this.#edit(),
      () => this.#set(),
      () => this.#flip(),
      () => this.#break(),
    ]
    try {
      this.#one(ways)()
    } catch (error) {
      if (!(error instanceof InputError)) throw error
    }
  }

  #edit(): void {
    const { document } = this.#world.parts.graph
    if (this.#steps.length === 0 || this.#random.chance(0.5)) {
      const { name, steps } = this.#one(everyEdit({ document }, KINDS))
      this.done.push(name)
      this.#steps = [...steps]
    } else this.done.push('and the next step')
    const [step, ...others] = this.#steps
    this.#steps = others
    this.#world.act({ do: 'edit', edits: [...step(document)] })
  }

  #set(): void {
    this.done.push('set something')
    setAnything(this.#world, this.#design, this.#random)
  }

  #flip(): void {
    const [name, { options }] = this.#one(Object.entries(this.#design.switches))
    const to = this.#one(Object.keys(options))
    this.#do({ do: 'switch', name, to })
  }

  #break(): void {
    if (this.#faults > 0 && this.#random.chance(0.5))
      return this.#do({ do: 'lift', id: `fault ${this.#random.below(this.#faults) + 1}` })
    const { kind, targets } = this.#one([...FAULTS.values()])
    const on = this.#place(this.#one(targets))
    this.#do({ do: 'inject', fault: kind, id: `fault ${++this.#faults}`, on })
  }

  #place(target: 'node' | 'edge' | 'region' | 'between' | 'run'): FaultPlace {
    const { nodes, edges } = this.#world.parts.graph.document
    const ids = Object.keys(nodes)
    if (target === 'node') return { node: this.#one(ids) }
    if (target === 'edge') return { edge: this.#one(edges).id }
    if (target === 'region') return { region: nodes[this.#one(ids)].region ?? '' }
    if (target === 'run') return { run: true }
    const some = ids.filter(() => this.#random.chance(0.5))
    return { between: [some, ids.filter((id) => !some.includes(id))] }
  }

  #do(action: Action): void {
    this.done.push(JSON.stringify(action))
    this.#world.act(action)
  }

  #one<Item>(items: readonly Item[]): Item {
    return items[this.#random.below(items.length)]
  }
}
