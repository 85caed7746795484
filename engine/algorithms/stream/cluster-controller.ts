import type { Nanos } from '../../lib/units.ts'
import type { PartitionState } from './replica-messages.ts'

export interface ControllerOptions {
  /** Brokers by their numbers, in the order in which copies are handed out. */
  readonly brokers: readonly number[]
  readonly partitions: number
  readonly replication: number
  /** A broker that was not heard of for this long is taken for dead. */
  readonly sessionNanos: Nanos
  /** When nobody in sync is left: elect whoever lives, and lose what it lacks. */
  readonly uncleanElection: boolean
  /** How long a partition's first replica must have been back in sync before it leads again. */
  readonly preferredAfterNanos: Nanos
}

/** What survives a crash: the partitions, and which disk each broker had when it last came. */
export interface ControllerDisk {
  partitions: PartitionState[]
  readonly directories: Map<number, number>
  /** Counts changes of any partition. */
  version: number
}

/** Copies go round the brokers, so that leaders and followers are spread evenly. */
export function initialPartitions({ brokers, partitions, replication }: ControllerOptions): PartitionState[] {
  return Array.from({ length: partitions }, (_, partition) => {
    const step = 1 + (Math.floor(partition / brokers.length) % Math.max(1, brokers.length - 1))
    const copies = Math.min(replication, brokers.length)
    const replicas = Array.from(
      { length: copies },
      (_copy, i) => brokers[(partition + i * step) % brokers.length],
    )
    const distinct = new Set(replicas).size === copies
    const chosen = distinct
      ? replicas
      : Array.from({ length: copies }, (_copy, i) => brokers[(partition + i) % brokers.length])
    return { replicas: chosen, leader: chosen[0], leaderEpoch: 1, inSync: chosen, partitionEpoch: 1 }
  })
}

/** A leader asks for another in-sync set. */
export interface Alteration {
  readonly partition: number
  readonly leaderEpoch: number
  readonly partitionEpoch: number
  readonly inSync: readonly number[]
}

/**
 * Decides who leads each partition and who counts as in sync; brokers that fall silent lose both.
 * Paper: KIP-500 and KIP-631 (a controller with broker heartbeats), KIP-497 (in-sync sets change by its leave only), KIP-841 (no
 * dead broker in an in-sync set). One controller that survives crashes stands for Kafka's quorum of them; while it is down
 * nothing is decided and nothing is decided wrongly. Compare: leaders elected by each partition's own quorum, as in Raft.
 * Cost: O(partitions) a change of brokers. Invariant: a leader is in sync when it is elected, unless unclean election is on.
 */
export class ClusterController {
  readonly #heardAt = new Map<number, Nanos>()
  /** Since when a partition's first replica could lead and does not. */
  readonly #waitingSince: (Nanos | undefined)[] = []

  constructor(
    public options: ControllerOptions,
    readonly disk: ControllerDisk,
    now: Nanos,
  ) {
    // Whoever lived before our own crash is believed to live until it is silent for a session.
    for (const broker of options.brokers) this.#heardAt.set(broker, now)
  }

  isAlive(now: Nanos, broker: number): boolean {
    const at = this.#heardAt.get(broker)
    return at !== undefined && now - at <= this.options.sessionNanos
  }

  /** A broker says that it lives, and which disk it has. One that comes with another disk has lost all its copies. */
  heard(now: Nanos, broker: number, directory: number): void {
    const { directories } = this.disk
    const before = directories.get(broker)
    directories.set(broker, directory)
    this.#heardAt.set(broker, now)
    if (before !== undefined && before !== directory) this.#dropFrom(now, broker, true)
  }

  /** A leader wants the in-sync set changed. Whoever is not up to date is refused and will hear the news. */
  alter(now: Nanos, broker: number, { partition, leaderEpoch, partitionEpoch, inSync }: Alteration): boolean {
    const state = this.disk.partitions.at(partition)
    if (state === undefined) return false // of a cluster that was before this disk
    const stale = leaderEpoch !== state.leaderEpoch || partitionEpoch !== state.partitionEpoch
    if (state.leader !== broker || stale) return false
    const isDone = inSync.every((member) => this.isAlive(now, member))
    // Turned down, too, it makes a new epoch: no copy of it can be done later, and its leader need not count on it any more.
    this.#change(partition, isDone ? { ...state, inSync } : state)
    return isDone
  }

  /** Looks for the dead, and for partitions that somebody could lead. */
  tick(now: Nanos): void {
    for (const broker of this.options.brokers)
      if (!this.isAlive(now, broker)) this.#dropFrom(now, broker, false)
    this.disk.partitions.forEach((state, partition) => {
      if (state.leader < 0) this.#elect(now, partition, state)
      else this.#prefer(now, partition, state)
    })
  }

  /** What the view draws. Reads only. */
  inspect(now: Nanos) {
    const { partitions, version } = this.disk
    return {
      version,
      alive: this.options.brokers.filter((broker) => this.isAlive(now, broker)),
      partitions: partitions.map(({ leader, leaderEpoch, inSync }) => ({
        leader,
        leaderEpoch,
        inSync: [...inSync],
      })),
    }
  }

  /** The last one in sync stays on the list while its copy exists: it alone may lead again. */
  #dropFrom(now: Nanos, broker: number, lostDisk: boolean): void {
    this.disk.partitions.forEach((state, partition) => {
      const listed = state.inSync.includes(broker) && (lostDisk || state.inSync.length > 1)
      if (!listed && state.leader !== broker) return
      const inSync = listed ? state.inSync.filter((member) => member !== broker) : state.inSync
      if (state.leader === broker) this.#elect(now, partition, { ...state, inSync })
      else this.#change(partition, { ...state, inSync })
    })
  }

  #elect(now: Nanos, partition: number, state: PartitionState): void {
    const alive = state.replicas.filter((replica) => this.isAlive(now, replica))
    const clean = alive.find((replica) => state.inSync.includes(replica))
    const leader = clean ?? (this.options.uncleanElection ? alive[0] : undefined) ?? -1
    const inSync = clean === undefined && leader >= 0 ? [leader] : state.inSync
    const before = this.disk.partitions[partition]
    if (leader === before.leader && inSync === before.inSync) return
    this.#change(partition, { ...state, leader, inSync, leaderEpoch: state.leaderEpoch + 1 })
  }

  /** Gives a partition back to its first replica once that is in sync again, so that the load is even. */
  #prefer(now: Nanos, partition: number, state: PartitionState): void {
    const [first] = state.replicas
    if (state.leader === first || !state.inSync.includes(first) || !this.isAlive(now, first)) {
      this.#waitingSince[partition] = now
      return
    }
    // A controller that has just begun knows no earlier instant than this.
    this.#waitingSince[partition] ??= now
    if (now - this.#waitingSince[partition] < this.options.preferredAfterNanos) return
    this.#change(partition, { ...state, leader: first, leaderEpoch: state.leaderEpoch + 1 })
  }

  #change(partition: number, state: PartitionState): void {
    this.disk.version++
    this.disk.partitions[partition] = { ...state, partitionEpoch: state.partitionEpoch + 1 }
  }
}
