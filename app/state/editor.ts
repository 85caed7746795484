import type { Document } from '../../engine/schema/document.ts'
import { addNode, type NodeWish } from '../../engine/schema/edit/add-node.ts'
import { applyEdits } from '../../engine/schema/edit/apply-edits.ts'
import { describeEdits } from '../../engine/schema/edit/describe-edits.ts'
import { edgeBetween } from '../../engine/schema/edit/edge-between.ts'
import type { GraphEdit } from '../../engine/schema/edit/graph-edit.ts'
import { invertEdits } from '../../engine/schema/edit/invert-edits.ts'
import { clippingOf, type Clipping } from '../../engine/schema/edit/clipping.ts'
import { removeNodes } from '../../engine/schema/edit/remove-nodes.ts'
import { connectionProblem } from '../../engine/schema/connection-problem.ts'
import { InputError } from '../../engine/schema/input-error.ts'
import type { KindShape } from '../../engine/schema/kind-shape.ts'
import type { ParameterValue } from '../../engine/schema/parameter.ts'
import type { Refused } from '../../workers/api.ts'
import { loadLater } from '../ui/load-later.ts'
import { catalogueStore, takeAllKinds } from './catalogue.ts'
import {
  EMPTY_HISTORY,
  withoutLast,
  withStep,
  type History,
  type HistoryStep,
  type HistoryStore,
} from './history-store.ts'
import type { Added, Answer, EditOptions } from './edit-options.ts'
import { sentence } from './refusal.ts'
import type { RunSession } from './run-session.ts'

const operations = () => import('./operations.ts')
loadLater(operations)

/**
 * Everything that a person does to the open document. Each call is one step that can be undone, and one command of the run if the
 * run is concerned; it shows at once. A refusal says why in a sentence and changes nothing.
 */
export class Editor {
  /** Counts the designs that were opened; a restart opens none. */
  designs = 0
  readonly #run = { number: -1, document: null as Document | null }

  constructor(
    readonly session: RunSession,
    readonly history: HistoryStore,
  ) {
    session.store.subscribe(({ opened }) => {
      // A restart keeps the document, and what can be undone with it; what is opened anew has no past.
      const another = opened?.run !== this.#run.number && opened?.document !== this.#run.document
      if (another && history.getState() !== EMPTY_HISTORY) history.setState(EMPTY_HISTORY)
      if (another) this.designs++
      this.#run.number = opened?.run ?? -1
      this.#run.document = opened?.document ?? null
    })
  }

  /** Any edits, as one step. */
  async edit(edits: readonly GraphEdit[], options: EditOptions = {}): Promise<Answer> {
    if (edits.length === 0) return { ok: true }
    const { document } = this
    const step = this.#step(document, edits, options)
    if ('message' in step) return this.#refused(step, options)
    const before = this.history.getState()
    const past = withStep(before.past, step)
    this.history.setState({ past, future: [] })
    const answer = await this.session.edit(edits, options)
    if (answer.ok) return answer
    const now = this.history.getState()
    // What was there to be done again still is, unless more has been done meanwhile.
    if (now.past === past) this.history.setState(before)
    else this.history.setState({ past: withoutLast(now.past, past, before.past) })
    return answer
  }

  async undo(): Promise<Answer> {
    const { past, future } = this.history.getState()
    const step = past.at(-1)
    if (step === undefined) return { ok: false, message: 'There is nothing to undo.' }
    this.history.setState({ past: past.slice(0, -1), future: [...future, step] })
    const answer = await this.session.edit(step.inverse)
    if (!answer.ok) this.#putBack(step, 'future', 'past', past.length - 1)
    return answer
  }

  async redo(): Promise<Answer> {
    const { past, future } = this.history.getState()
    const step = future.at(-1)
    if (step === undefined) return { ok: false, message: 'There is nothing to do again.' }
    this.history.setState({ past: [...past, step], future: future.slice(0, -1) })
    const answer = await this.session.edit(step.edits)
    if (!answer.ok) this.#putBack(step, 'past', 'future', future.length - 1)
    return answer
  }

  /** A new node of a kind; `ids` has its id. */
  async add(wish: NodeWish, options?: EditOptions): Promise<Added> {
    return this.#adding(async () => [addNode(this.document, wish, await this.#shape(wish.kind))], options)
  }

  /** Why an edge cannot be drawn, as a sentence; null when it can. */
  connectionProblem(from: string, port: string, to: string): string | null {
    return connectionProblem(this.document, catalogueStore.getState().kinds, from, port, to)
  }

  async connect(from: string, port: string, to: string, options: EditOptions = {}): Promise<Answer> {
    const message = this.connectionProblem(from, port, to)
    if (message !== null) return this.#refused({ ok: false, message }, options)
    return this.edit([{ edit: 'connect', edge: edgeBetween(this.document, from, port, to) }], options)
  }

  disconnect(edges: readonly string[], options?: EditOptions): Promise<Answer> {
    return this.edit(
      edges.map((id) => ({ edit: 'disconnect', id })),
      options,
    )
  }

  remove(nodes: readonly string[], options?: EditOptions): Promise<Answer> {
    return this.edit(removeNodes(this.document, nodes), options)
  }

  /** Puts a new node of a kind on an edge. */
  insertOnEdge(edge: string, kind: string, options?: EditOptions): Promise<Added> {
    return this.#adding(async () => {
      const [{ insertOnEdge }] = await Promise.all([operations(), this.#shape(kind)])
      return insertOnEdge(this.document, edge, kind, catalogueStore.getState().kinds)
    }, options)
  }

  /** Makes a replica set of the node at the end of an edge. */
  insertReplicaSet(edge: string, options?: EditOptions): Promise<Added> {
    const { kinds } = catalogueStore.getState()
    const insert = async () => (await operations()).insertReplicaSet(this.document, edge, kinds)
    return this.#adding(insert, { title: 'Inserted a replica set', ...options })
  }

  /** Takes a node off the edge it stands on: whoever asked it asks what it asked. */
  takeOffEdge(node: string, options?: EditOptions): Promise<Answer> {
    const { kinds } = catalogueStore.getState()
    return this.#adding(async () => (await operations()).takeOffEdge(this.document, node, kinds), options)
  }

  duplicate(nodes: readonly string[], options?: EditOptions): Promise<Added> {
    const { kinds } = catalogueStore.getState()
    const make = async () => (await operations()).duplicateNodes(this.document, nodes, kinds).edits
    return this.#adding(make, options)
  }

  copy(nodes: readonly string[]): Clipping {
    return clippingOf(this.document, nodes)
  }

  paste(clipping: Clipping, options?: EditOptions): Promise<Added> {
    return this.#adding(async () => (await operations()).pasteNodes(this.document, clipping).edits, options)
  }

  /** Puts nodes into a region (`eu-west`), a zone of one (`eu-west/a`) or of none (`/a`), or takes them out (null). */
  group(nodes: readonly string[], region: string | null, options?: EditOptions): Promise<Answer> {
    return this.edit(
      nodes.map((node) => ({ edit: 'set-region', node, region })),
      options,
    )
  }

  rename(node: string, label: string, options?: EditOptions): Promise<Answer> {
    return this.edit([{ edit: 'rename', node, label }], options)
  }

  /** Positions by node, in cells. The run does not hear of it. */
  move(to: Readonly<Record<string, [number, number]>>, options?: EditOptions): Promise<Answer> {
    const edits = Object.entries(to).map(([node, at]): GraphEdit => ({ edit: 'move', node, to: at }))
    return this.edit(edits, options)
  }

  /** Sets a parameter of one node or of many; null leaves it to the kind's default. */
  set(
    nodes: readonly string[],
    param: string,
    value: ParameterValue | null,
    options?: EditOptions,
  ): Promise<Answer> {
    return this.edit(
      nodes.map((node) => ({ edit: 'set-param', node, param, value })),
      options,
    )
  }

  /** Makes it this document: what was edited as text, over `since`. What is the same in both keeps running. */
  async replace(document: Document, options?: EditOptions, since = this.document): Promise<Answer> {
    const { editsBetween } = await operations()
    return this.edit(editsBetween(since, document), { title: 'Edited the text', ...options })
  }

  get document(): Document {
    const { opened } = this.session.store.getState()
    if (opened === null) throw new InputError('No design is open; open one first.')
    return opened.document
  }

  /** A step whose undoing was refused stands where it stood; several may have been on their way. */
  #putBack(step: HistoryStep, from: keyof History, to: keyof History, place: number): void {
    const now = this.history.getState()
    if (!now[from].includes(step)) return // another design has been opened meanwhile
    this.history.setState({
      [from]: now[from].filter((each) => each !== step),
      [to]: now[to].toSpliced(place, 0, step),
    })
  }

  #step(
    document: Document,
    edits: readonly GraphEdit[],
    { title, merge }: EditOptions,
  ): HistoryStep | Refused {
    try {
      const after = applyEdits(document, edits)
      const names = {
        nodes: { ...document.nodes, ...after.nodes },
        edges: [...document.edges, ...after.edges],
      }
      const inverse = invertEdits(document, edits)
      return { title: title ?? describeEdits(edits, names), edits, inverse, merge: merge ?? null }
    } catch (error) {
      return sentence(error)
    }
  }

  async #adding(make: () => Promise<GraphEdit[]>, options: EditOptions = {}): Promise<Added> {
    try {
      const edits = await make()
      const answer = await this.edit(edits, options)
      const ids = edits.flatMap((edit) => (edit.edit === 'add-node' ? [edit.id] : []))
      return answer.ok ? { ok: true, ids } : answer
    } catch (error) {
      return this.#refused(sentence(error), options)
    }
  }

  /** What is known of a kind; the worker is asked for all of them once. */
  async #shape(kind: string): Promise<KindShape> {
    if (!catalogueStore.getState().kinds.has(kind)) takeAllKinds(await this.session.commands.kinds())
    const shape = catalogueStore.getState().kinds.get(kind)
    if (shape === undefined) throw new InputError(`There is no kind "${kind}".`)
    return shape
  }

  #refused(answer: Refused, { quiet }: EditOptions): Refused {
    if (quiet !== true) this.session.notify('failure', answer.message)
    return answer
  }
}
