import { LeaseClock } from '../../algorithms/storage/revisions/lease-clock.ts'
import type { RevisionCommand, RevisionResult } from '../../algorithms/storage/revisions/revision-command.ts'
import { WatchHub } from '../../algorithms/storage/revisions/watch-hub.ts'
import type { WatchOpen } from '../../algorithms/storage/revisions/watch-messages.ts'
import type { Timer } from '../../kernel/timer.ts'
import type { Nanos } from '../../lib/units.ts'
import type { Call, Context, Link, Setup } from '../define-service.ts'
import { Forwarded } from '../raft-host/forwarded.ts'
import type { RaftHostDisk } from '../raft-host/raft-disk.ts'
import { RaftHost } from '../raft-host/raft-host.ts'
import type { CONFIG_STORE_METRICS } from './metrics.ts'
import type { CONFIG_STORE_PARAMS } from './params.ts'
import { FLAGS, type ConfigOutcome } from './protocol.ts'
import { StoreMachine } from './store-machine.ts'

export type StoreSetup = Setup<typeof CONFIG_STORE_PARAMS>
export type StoreContext = Context<
  typeof CONFIG_STORE_PARAMS,
  typeof CONFIG_STORE_METRICS,
  'peers',
  'processor' | 'disk'
>

/** Volatile state of one server: its part of the group, whom it tells of changes, and the leases' clock while it leads. */
export class StoreState {
  readonly machine = new StoreMachine()
  readonly raft: RaftHost<RevisionCommand, RevisionResult>
  readonly leases = new LeaseClock()
  hub: WatchHub
  /** The connections of watchers, by the node at the other end. */
  readonly streams = new Map<number, Link>()
  /** Programs that asked while no leader was known. */
  waiting: { readonly message: WatchOpen; readonly link: Link; readonly from: number }[] = []
  /** Requests that came before a leader was known, and how long they wait for one. */
  readonly early: { readonly call: Call; readonly id: number; readonly until: Nanos }[] = []
  hasHeardOfLeader = false
  /** Signs of life of holders that were passed on to the leader, and how many there have been. */
  readonly passedOn = new Forwarded<ConfigOutcome>()
  renewals = 0
  /** The term that the leases' clock was begun in; 0 while it does not lead. */
  leasesOfTerm = 0
  /** Leases whose end has been proposed. */
  readonly ending = new Set<number>()
  housekeeping: Timer | null = null
  compactedAt = 0

  constructor(setup: StoreSetup, disk: RaftHostDisk<RevisionCommand>) {
    this.raft = new RaftHost(setup, disk, this.machine)
    this.hub = new WatchHub(this.machine.map, FLAGS, setup.params.tellCompacted)
  }
}
