import type { Timer } from '../../kernel/timer.ts'
import { hashInteger32 } from '../../lib/hash.ts'
import type { Nanos } from '../../lib/units.ts'
import type { Context, Link, Setup } from '../define-service.ts'
import type { WATCHER_METRICS } from './metrics.ts'
import type { WATCHER_PARAMS } from './params.ts'

export type WatcherContext = Context<typeof WATCHER_PARAMS, typeof WATCHER_METRICS, 'servers', never>

/** The feature that is rolled out, flag 0, holds the percentage of programs that have it on. */
export const FEATURE = 'flag/0'

/** Some thousand programs on a few machines: what each has seen, and by which connection. */
export class WatcherState {
  links: readonly Link[]
  /** By watcher: up to which revision it has seen everything. */
  seen: Float64Array
  /** By watcher: its connection, or -1. */
  server: Int16Array
  /** By connection: who is on it, and when it was last heard of. */
  readonly members: number[][]
  readonly heardAt: Nanos[]
  /** By watcher, 0 to 99: the feature is on for those below its percentage. */
  #place: Uint8Array
  readonly #node: number
  /** What the feature was set to, by revision, ascending. */
  #feature: { revision: number; percent: number }[] = [{ revision: 0, percent: 0 }]
  look: Timer | null = null
  looks = 0

  constructor(setup: Setup<typeof WATCHER_PARAMS>) {
    this.links = setup.links('servers')
    this.seen = new Float64Array(0)
    this.server = new Int16Array(0)
    this.members = this.links.map(() => [])
    this.heardAt = this.links.map(() => 0)
    this.#node = setup.nodeIndex
    this.#place = new Uint8Array(0)
    this.resize(setup.params.watchers)
  }

  /** Programs come or go; true when some have come, who have seen nothing yet. */
  resize(watchers: number): boolean {
    const before = this.watchers
    this.move([...this.seen.keys()].slice(watchers), -1)
    const { seen, server } = this
    this.seen = Float64Array.from({ length: watchers }, (_, watcher) => seen[watcher] ?? 0)
    this.server = Int16Array.from({ length: watchers }, (_, watcher) => server[watcher] ?? -1)
    this.#place = Uint8Array.from(
      { length: watchers },
      (_, watcher) => hashInteger32(watcher, this.#node) % 100,
    )
    return watchers > before
  }

  get watchers(): number {
    return this.seen.length
  }
  get connected(): number {
    return this.members.reduce((sum, { length }) => sum + length, 0)
  }
  get oldest(): number {
    let oldest = Infinity
    for (const revision of this.seen) if (revision < oldest) oldest = revision
    return oldest
  }

  /** Puts watchers on a connection, or on none (-1). */
  move(watchers: readonly number[], link: number): void {
    const { server, members } = this
    const moved = watchers.filter((watcher) => server[watcher] !== link)
    const left = new Set(moved.map((watcher) => server[watcher]))
    for (const watcher of moved) server[watcher] = link
    for (const from of left)
      if (from !== -1) members[from] = members[from].filter((watcher) => server[watcher] === from)
    if (link !== -1) for (const watcher of moved) members[link].push(watcher)
  }

  noteFeature(revision: number, percent: number): void {
    const last = this.#feature[this.#feature.length - 1]
    if (revision > last.revision) this.#feature.push({ revision, percent })
    if (this.#feature.length > 64) this.#feature.shift()
  }

  /** For how many programs the feature is on, each going by what it has seen. */
  get featureOn(): number {
    let on = 0
    for (let watcher = 0; watcher < this.watchers; watcher++)
      if (this.#place[watcher] < this.#percentAt(this.seen[watcher])) on += 1
    return on
  }

  #percentAt(revision: number): number {
    let i = this.#feature.length - 1
    while (i > 0 && this.#feature[i].revision > revision) i -= 1
    return this.#feature[i].percent
  }
}
