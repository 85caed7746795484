import type { Node } from '../kernel/node.ts'
import type { NetworkLink } from '../network/network-link.ts'
import type { Parameters, ParameterValue, ValuesOf } from '../schema/parameter.ts'

/** What is known of a node by its kind alone, before it runs. */
export interface KindSite {
  /** Parameters that the kind declares. */
  readonly declared: Parameters
  readonly controls: readonly string[]
  readonly stations: readonly string[]
}

/** A node as faults see it: kernel hooks and declared parameters, never its kind. */
export interface NodeSite extends KindSite {
  readonly node: Node
  readonly params: Readonly<Record<string, ParameterValue>>
  /** Changes parameters until the returned function is called. `change` gets the present ones and returns those that differ. */
  override(change: (params: NodeSite['params']) => NodeSite['params']): () => void
  control(name: string): void
}

/** What a fault has been aimed at. */
export interface FaultSite {
  readonly nodes: readonly NodeSite[]
  readonly links: readonly NetworkLink[]
  readonly now: number
}

/** What a fault can be aimed at; `run` is every node that it applies to. */
export type FaultTarget = 'node' | 'edge' | 'region' | 'between' | 'run'

export interface FaultSpec<P extends Parameters> {
  /** Unique, kebab-case; the file's name. */
  kind: string
  title: string
  /** One sentence: what happens to whom. */
  doc: string
  icon: string
  targets: readonly FaultTarget[]
  params: P
  /** Instant faults (a flush) are over at once; the others last until they are lifted. */
  lasts: boolean
  /** Whether it makes sense for a node of this kind. */
  appliesTo?: (site: KindSite) => boolean
  /** Makes it happen; returns what undoes it. Overlapping faults must undo only their own part. */
  inject: (site: FaultSite, params: ValuesOf<P>) => () => void
}

// oxlint-disable-next-line typescript/no-explicit-any
export type AnyFault = FaultSpec<any>

/** Declares a fault. */
export function defineFault<const P extends Parameters>(spec: FaultSpec<P>): FaultSpec<P> {
  return spec
}
