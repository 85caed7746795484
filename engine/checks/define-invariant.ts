import type { Nanos } from '../lib/units.ts'

/** What a checker may look at. It reads only. */
export interface CheckContext {
  readonly now: Nanos
  /** Ids of all nodes of a kind, in the order of the document. */
  nodesOf(kind: string): readonly string[]
  /** Ids of all nodes whose kind has a parameter of this name. */
  nodesWith(parameter: string): readonly string[]
  /** The volatile state of a node as its service keeps it. */
  state(nodeId: string): unknown
  params(nodeId: string): Readonly<Record<string, number | string | boolean>>
  isUp(nodeId: string): boolean
  /** Whether any fault is in force: some promises are about what comes after. */
  readonly faulty: boolean
  /** How long no fault has been in force. */
  readonly calmNanos: Nanos
}

/** Something that must not have happened, told so that a person understands it. */
export interface Violation {
  /** One sentence with the numbers in it. */
  says: string
  /** The operations it is made of, oldest first, in plain words. */
  operations: readonly string[]
  /** The nodes to point at. */
  nodes: readonly string[]
}

/** A promise that is checked while the design runs. One property a file. */
export interface InvariantSpec<State> {
  /** Unique, kebab-case; the file's name. */
  name: string
  title: string
  /** What is promised, in one sentence. */
  doc: string
  start: (ctx: CheckContext) => State
  /**
   * Facts by name, as services tell them. A returned violation is recorded; null means looked at and fine; undefined means only
   * noted, to be judged later.
   */
  // Facts of all kinds meet here; each handler names the type of its own.
  on?: Readonly<
    Record<
      string,
      (state: NoInfer<State>, fact: never, nodeId: string, ctx: CheckContext) => Violation | null | undefined
    >
  >
  /** Looked at this often while it runs. */
  everyNanos?: Nanos
  check?: (state: NoInfer<State>, ctx: CheckContext) => Violation | null
  /** Figures that only somebody who sees the whole run can know (the worst count of any window); charted as `checks.<name>`. */
  readings?: Readonly<
    Record<
      string,
      { title: string; unit: string; read: (state: NoInfer<State>, ctx: CheckContext) => number }
    >
  >
  /** Looked at when the verdict is read: whether what was seen so far suffices to say that it holds. Default: evaluated at least once. */
  conclusive?: (state: NoInfer<State>, ctx: CheckContext) => boolean
  /**
   * What it waits for after a fault before it can judge: so long without one, and, where keys at rest are looked at, so long without
   * writes to them. Tests grant it, and then take `unknown` for a failure.
   */
  needs?: { readonly calmNanos: Nanos; readonly restNanos?: Nanos }
}

// oxlint-disable-next-line typescript/no-explicit-any
export type AnyInvariant = InvariantSpec<any>

/** Declares an invariant. */
export function defineInvariant<State>(spec: InvariantSpec<State>): InvariantSpec<State> {
  return spec
}
