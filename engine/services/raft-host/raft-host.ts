import type { Configuration } from '../../algorithms/consensus/raft/configuration.ts'
import type { RaftMessage } from '../../algorithms/consensus/raft/messages.ts'
import type { Output, RaftRefusal } from '../../algorithms/consensus/raft/output.ts'
import { Raft } from '../../algorithms/consensus/raft/raft.ts'
import type { Timer } from '../../kernel/timer.ts'
import { assert } from '../../lib/assert.ts'
import { ms, type Nanos } from '../../lib/units.ts'
import type { Context, Setup } from '../define-service.ts'
import { DiskQueue } from './disk-queue.ts'
import type { RaftEnvelope } from './envelope.ts'
import { Forwarded } from './forwarded.ts'
import { Readings } from './readings.ts'
import { Reads } from './reads.ts'
import type { RAFT_METRICS } from './metrics.ts'
import { switchesOf, type RAFT_PARAMS } from './params.ts'
import { ENVELOPE_BYTES, PeerLinks } from './peer-links.ts'
import { raftPlaceOf, type RaftPlace } from './place.ts'
import { Proposals } from './proposals.ts'
import { raftStartOf, type RaftHostDisk } from './raft-disk.ts'
import type { Done, Replicated } from './replicated.ts'
import { tellNotice } from './tell-notice.ts'

export type RaftContext = Context<typeof RAFT_PARAMS, typeof RAFT_METRICS, 'peers', 'disk'>
export type RaftSetup = Setup<typeof RAFT_PARAMS>

type Received<Command> = { readonly from: number; readonly message: RaftMessage<Command> } | null

/** How often the machine looks at its clock. */
const TICK: Nanos = ms(10)
/** Entries in one message, on their way to one server, and that a learner may lack. */
const LIMITS = { maxAppendEntries: 64, maxInFlightEntries: 1_024, caughtUpEntries: 100 }
/** How long a command that was passed on waits for the leader's answer, in election timeouts. */
const FORWARD_PATIENCE = 4

/**
 * Hosts one server of a Raft group in a node: gives its machine time and messages, keeps the disk, applies what is committed to a
 * state machine, and tells who asked. A kind makes one in `start` from its `raftDisk`, and passes on `begin`, its messages, its
 * timer `raft`, jobs that are done (`written`) and changes of parameters.
 */
export class RaftHost<Command, Result> {
  readonly place: RaftPlace
  readonly raft: Raft<Command>
  readonly machine: Replicated<Command, Result>
  readonly #disk: RaftHostDisk<Command>
  readonly #queue: DiskQueue<Command>
  readonly #links: PeerLinks<Command, Result>
  readonly #proposals = new Proposals<Result>()
  readonly #forwarded = new Forwarded<Result>()
  readonly #readings = new Readings()
  readonly #reads = new Reads()
  #ctx!: RaftContext
  #tick!: Timer
  #requests = 0
  #toldStart = false
  #stopped = false
  #applied: number
  #snapshotIndex: number
  /** True time: when a leader was last heard of. */
  #heardAt: Nanos = 0
  /** The newest entry that the leader is known to have. */
  #head = 0

  constructor(setup: RaftSetup, disk: RaftHostDisk<Command>, machine: Replicated<Command, Result>) {
    this.place = raftPlaceOf(setup)
    this.#links = new PeerLinks(this.place)
    this.machine = machine
    this.#disk = disk
    const options = {
      ...LIMITS,
      ...switchesOf(setup.params),
      self: this.place.self,
      random: setup.random('raft'),
    }
    this.raft = new Raft(options, disk, setup.monotonic)
    this.#applied = this.#snapshotIndex = disk.snapshot.index
    machine.restore(disk.snapshot.state)
    this.#queue = new DiskQueue(disk, {
      emit: ({ send }) => this.#links.deliverAll(send, this.#ctx),
      persisted: (persist) => this.#perform(this.raft.persisted(this.#ctx.monotonic, persist), null),
    })
  }

  /**
   * Whether this server takes part. One that has lost its disk does not: it might break promises it has forgotten; nor one that
   * found a promise of others broken.
   */
  get takesPart(): boolean {
    return !this.#disk.lostBefore && !this.#stopped
  }
  get leads(): boolean {
    return this.raft.role === 'leader'
  }
  /** The id of the node that leads, as far as is known here; null otherwise. */
  get leader(): string | null {
    return this.raft.leader === -1 ? null : this.place.names[this.raft.leader]
  }
  /** Up to here the state machine has applied the log. */
  get appliedIndex(): number {
    return this.#applied
  }
  /** How many entries that the leader has are not applied here. */
  get behind(): number {
    return this.leads ? 0 : Math.max(0, this.#head - this.#applied)
  }

  /** To be called from the kind's `begin`; the kind's timer `raft` calls `tick`. */
  begin(ctx: RaftContext): void {
    this.#ctx = ctx
    this.#heardAt = ctx.now
    this.#tick = ctx.timer('raft', ctx.random('raft').below(TICK))
    if (!this.takesPart) ctx.mark('has lost its disk and with it its promises: it takes no part any more')
  }

  tick(): void {
    this.#tick.again(TICK)
    if (!this.takesPart) return
    if (this.leads) this.#heardAt = this.#ctx.now
    this.#perform(this.raft.tick(this.#ctx.monotonic), null)
    this.#forwarded.expire(this.#ctx.monotonic)
    this.#readings.tick(this, this.#ctx)
  }

  /** A job of the disk is done. */
  written(): void {
    this.#queue.written(this.#ctx)
  }

  /** Parameters have changed. */
  configure(): void {
    this.raft.configure(switchesOf(this.#ctx.params))
  }

  /** Takes a message if it is one of Raft's; false: it is the kind's own. `from` is the sender's node index. */
  receive(payload: unknown, from: number): boolean {
    const envelope = payload as RaftEnvelope<Command, Result>
    if (envelope.type === 'raft') {
      if (this.takesPart) this.#hear(from, envelope.message)
    } else if (envelope.type === 'raft-command') {
      const { id, command, sizeBytes } = envelope
      this.propose(command, sizeBytes, (result, failure) =>
        this.#links.deliver(from, { type: 'raft-result', id, result, failure }, ENVELOPE_BYTES, this.#ctx),
      )
    } else if (envelope.type === 'raft-result') {
      this.#forwarded.take(envelope.id)?.(envelope.result, envelope.failure)
    } else return false
    return true
  }

  /** Has the group do `command`: `done` gets the result once it is committed and applied here. Only a leader takes commands. */
  propose(command: Command, sizeBytes: number, done: Done<Result>): void {
    if (!this.takesPart) return done(null, 'unavailable')
    const output = this.raft.propose(this.#ctx.monotonic, command, sizeBytes)
    if (typeof output === 'string') return done(null, 'not-leader')
    this.#proposals.add(this.raft.lastIndex, this.raft.term, this.#ctx.now, done)
    this.#perform(output, null)
  }

  /** As `propose`; a server that does not lead passes the command on to the one that does. */
  submit(command: Command, sizeBytes: number, done: Done<Result>): void {
    const { leader } = this.raft
    if (this.leads || leader === -1 || leader === this.place.self || !this.takesPart)
      return this.propose(command, sizeBytes, done)
    const id = this.#newRequestId()
    const patience = ms(this.#ctx.params.electionMs) * FORWARD_PATIENCE
    this.#forwarded.add(id, this.#ctx.monotonic + patience, done)
    const envelope = { type: 'raft-command', id, command, sizeBytes } as const
    this.#links.deliver(leader, envelope, ENVELOPE_BYTES + sizeBytes, this.#ctx)
  }

  /** Calls `done` when what this server has applied may be read as the present state of the group; or says why it cannot. */
  read(done: Done<null>): void {
    if (!this.takesPart) return done(null, 'unavailable')
    const id = this.#newRequestId()
    this.#reads.add(id, done)
    this.#perform(this.raft.read(this.#ctx.monotonic, id), null)
  }

  /** Asks for other members, by their numbers in `place.names`; why not, or null. */
  changeMembers(next: Configuration): RaftRefusal | null {
    return this.#ask(this.raft.changeMembers(this.#ctx.monotonic, next))
  }

  /** Hands leadership over; why not, or null. */
  transfer(to: number): RaftRefusal | null {
    return this.#ask(this.raft.transfer(this.#ctx.monotonic, to))
  }

  #ask(output: RaftRefusal | Output<Command>): RaftRefusal | null {
    if (typeof output !== 'string') this.#perform(output, null)
    return typeof output === 'string' ? output : null
  }

  #hear(from: number, message: RaftMessage<Command>): void {
    const output = this.raft.receive(this.#ctx.monotonic, from, message)
    if (from === this.raft.leader && message.term === this.raft.term) {
      this.#heardAt = this.#ctx.now
      if (message.type === 'append')
        this.#head = Math.max(message.commitIndex, message.previousIndex + message.entries.length)
    }
    this.#perform(output, { from, message })
  }

  /** Does what the machine asks for, in the order that `Output` demands. */
  #perform(output: Output<Command>, received: Received<Command>): void {
    const ctx = this.#ctx
    const { restore, committed, reads, refusedReads, notices } = output
    if (ctx.wants('raft-step')) this.#tellStep(output, received)
    for (const notice of notices) {
      if (notice.type === 'became-leader') ctx.observe('electionTime', ctx.now - this.#heardAt)
      if (notice.type === 'contradicted') this.#stopped = true
      tellNotice(notice, this.place.names, ctx)
    }
    this.#links.deliverAll(output.sendFirst, ctx)
    if (output.persist !== null || output.send.length > 0) this.#queue.add(output, ctx)
    if (restore !== null) {
      this.machine.restore(restore.state)
      this.#applied = this.#snapshotIndex = restore.index
      this.#proposals.skipped(restore.index)
    }
    if (committed.length > 0) this.#apply(output)
    for (const { requestId } of reads) this.#reads.answer(requestId, null)
    for (const { requestId } of refusedReads) this.#reads.answer(requestId, 'not-leader')
  }

  #tellStep(output: Output<Command>, received: Received<Command>): void {
    const { self: member } = this.place
    if (!this.#toldStart) this.#ctx.fact('raft-start', raftStartOf(this.#disk, member))
    this.#toldStart = true
    this.#ctx.fact('raft-step', { group: this.#disk.group, member, raft: this.raft, received, output })
  }

  #apply({ committed }: Output<Command>): void {
    const ctx = this.#ctx
    for (const { index, term, command } of committed) {
      assert(index === this.#applied + 1, 'entries are applied one after the other')
      this.#applied = index
      // What only Raft understands may stand where a command was proposed.
      const result = command === null ? null : this.machine.apply(command, index)
      if (command !== null) ctx.count('committed')
      const askedAt = this.#proposals.applied(index, term, result as Result)
      if (askedAt >= 0) ctx.observe('commitTime', ctx.now - askedAt)
    }
    if (this.#applied - this.#snapshotIndex >= ctx.params.snapshotEntries) this.#compact()
  }

  #compact(): void {
    const { state, sizeBytes } = this.machine.snapshot()
    const { monotonic, params } = this.#ctx
    this.#snapshotIndex = this.#applied
    this.#ctx.count('snapshots')
    this.#perform(this.raft.compact(monotonic, this.#applied, state, sizeBytes, params.retainEntries), null)
  }

  /** Never used before by this server, crashes included. */
  #newRequestId(): number {
    this.#requests += 1
    return this.#ctx.node.incarnation * 1e9 + this.#requests
  }
}
