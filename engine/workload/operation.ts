import type { RandomStream } from '../lib/random.ts'
import type { KeySource } from './popularity.ts'

/** What a client asks for; the source fills it anew for each request. */
export interface Operation {
  op: string
  key: number
  body: unknown
  /** Who asks; set before the source sees it. */
  client: number
  cost: number
  sizeBytes: number
  priority: number
}

/** What a source may use. */
export interface OperationTools {
  /** Chooses keys by the popularity that the client is set to. */
  keys: KeySource
  random: RandomStream
  /** All parameters of the client, by name, as they are now. */
  params: () => Readonly<Record<string, number | string | boolean>>
}

/** Says what the clients of a design want, one request after the other. */
export interface OperationSource {
  /** Fills `operation`, which holds who asks, and otherwise a plain read of nothing. */
  next(operation: Operation): void
  /** The final answer to a request, for sources whose next wish depends on it. `operation` is only valid during the call. */
  answered?(operation: Readonly<Omit<Operation, 'cost' | 'priority'>>, ok: boolean, value: unknown): void
}

/** One entry of the catalogue of operation sets. */
export interface OperationSpec {
  /** Unique, kebab-case; the file's name. */
  name: string
  title: string
  /** Every operation that it may ask for. */
  asks: readonly string[]
  make: (tools: OperationTools) => OperationSource
}
