import type { RevisionMap } from './revision-map.ts'
import type { RevisionEvent } from './revision-command.ts'
import type { WatchCompacted, WatchEvents, WatchOpen } from './watch-messages.ts'

export interface WatchOutput {
  readonly stream: number
  readonly message: WatchEvents | WatchCompacted
}

interface Stream {
  /** Up to here everyone who is up to date has been told everything. */
  toldUpTo: number
  watchers: number
}

/**
 * Tells watchers what changes below a prefix. All who are up to date share one message a connection; who comes later first gets
 * what he has missed, or is told that it is compacted.
 * Paper: none; as etcd groups synchronised and other watchers. Compare: a message a watcher (thousands a change), polling.
 * Cost: O(connections) a change, O(changes missed) a watcher who comes. Invariant: on each connection messages join without
 * gaps: one begins where those before it have ended, or earlier.
 */
export class WatchHub {
  readonly #map: RevisionMap
  readonly #prefix: string
  readonly #streams = new Map<number, Stream>()
  /** False: whoever asks for what is compacted just gets what there is. */
  tellsCompaction: boolean

  constructor(map: RevisionMap, prefix: string, tellsCompaction: boolean) {
    this.#map = map
    this.#prefix = prefix
    this.tellsCompaction = tellsCompaction
  }

  get watchers(): number {
    let sum = 0
    for (const { watchers } of this.#streams.values()) sum += watchers
    return sum
  }
  get streams(): IterableIterator<number> {
    return this.#streams.keys()
  }

  open(stream: number, { watchers, after }: WatchOpen): WatchOutput {
    const { revision, compacted } = this.#map
    const known = this.#streams.get(stream)
    if (known === undefined) this.#streams.set(stream, { toldUpTo: revision, watchers: watchers.length })
    else known.watchers += watchers.length
    if (after === -1) return told(stream, { watchers, previous: revision, upTo: revision, events: [] })
    const missed = this.#map.since(after)
    if (missed === null && this.tellsCompaction) {
      const values = this.#map.entries(this.#prefix).map(([key, { value }]) => [key, value] as const)
      return { stream, message: { type: 'watch-compacted', watchers, compacted, revision, values } }
    }
    const events = (missed ?? this.#map.since(compacted)!).filter((event) => this.#concerns(event))
    return told(stream, { watchers, previous: after, upTo: Math.max(after, revision), events })
  }

  /** The map has changed: `events` are what is new, ascending. */
  changed(events: readonly RevisionEvent[]): WatchOutput[] {
    const ours = events.filter((event) => this.#concerns(event))
    if (ours.length === 0) return []
    const { revision } = this.#map
    return [...this.#streams].map(([stream, state]) => {
      const previous = state.toldUpTo
      state.toldUpTo = revision
      return told(stream, { watchers: null, previous, upTo: revision, events: ours })
    })
  }

  /** Forgets a connection. */
  close(stream: number): void {
    this.#streams.delete(stream)
  }

  #concerns({ key }: RevisionEvent): boolean {
    return key.startsWith(this.#prefix)
  }
}

const told = (stream: number, message: Omit<WatchEvents, 'type'>): WatchOutput => ({
  stream,
  message: { type: 'watch-events', ...message },
})
