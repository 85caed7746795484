import { RandomStream } from '../../lib/random.ts'
import { ms, s, type Nanos } from '../../lib/units.ts'
import type { CommitCoordinator, CommitParticipant } from './commit-machine.ts'
import { COORDINATOR, type CommitMessage, type CommitNotice, type Decision } from './commit-messages.ts'
import { MachineWorld } from './machine-world.bed.ts'
import { ParticipantLog, type ParticipantDurable } from './participant-log.ts'
import { ThreePhaseCoordinator } from './three-phase-coordinator.ts'
import { ThreePhaseParticipant } from './three-phase-participant.ts'
import { TwoPhaseCoordinator } from './two-phase-coordinator.ts'
import { TwoPhaseParticipant } from './two-phase-participant.ts'

export const TIMES = {
  voteTimeoutNanos: ms(60),
  resendNanos: ms(30),
  patienceNanos: ms(150),
  roundTripNanos: ms(20),
}
export const PARTICIPANTS = [1, 2, 3]

export interface CommitWorldOptions {
  readonly protocol: 'two-phase' | 'three-phase'
  readonly seed: number
  /** How often a participant says no. */
  readonly noShare?: number
  readonly coordinator?: { logsDecision?: boolean }
  readonly participant?: { logsVote?: boolean; onTimeout?: 'terminate' | 'abort' }
}

/** One coordinator and three participants of a commit protocol, in a world that can be broken. */
export class CommitWorld {
  readonly world: MachineWorld<CommitMessage, CommitNotice>
  readonly participants: ParticipantDurable[] = [0, ...PARTICIPANTS].map(() => ParticipantLog.durable())
  readonly #two = TwoPhaseCoordinator.durable()
  readonly #three = ThreePhaseCoordinator.durable()
  readonly #options: CommitWorldOptions
  readonly #votes: RandomStream
  begun = 0

  constructor(options: CommitWorldOptions) {
    this.#options = options
    this.#votes = new RandomStream(options.seed, 'votes')
    this.world = new MachineWorld({
      seed: options.seed,
      size: 1 + PARTICIPANTS.length,
      start: (member, now) => (member === COORDINATOR ? this.#coordinator(now) : this.#participant(member)),
    })
    this.world.tell = tellMessage
    this.world.onNotice = (member, notice) => {
      if (notice.type !== 'asked') return
      const yes = !this.#votes.chance(options.noShare ?? 0)
      const machine = this.world.machine(member) as unknown as CommitParticipant
      this.world.at(this.world.now + ms(1), () => {
        if (this.world.machine(member) === (machine as unknown))
          this.world.perform(member, machine.vote(this.world.now, notice.txn, yes))
      })
    }
    this.world.boot()
  }

  begin(): void {
    const machine = this.world.machine(COORDINATOR) as unknown as CommitCoordinator | null
    if (machine !== null)
      this.world.perform(COORDINATOR, machine.begin(this.world.now, ++this.begun, PARTICIPANTS))
  }

  /** Crashes a member; what a naive participant told without logging it is gone. */
  crash(member: number): void {
    const machine = this.world.machine(member)
    this.world.crash(member)
    if (machine instanceof TwoPhaseParticipant) machine.loseUnlogged()
  }

  /** What atomic commit forbids, as a sentence; null when all agree. */
  disagreement(): string | null {
    for (let txn = 1; txn <= this.begun; txn++) {
      const said = new Map<Decision, number>()
      for (const { type, member, ...notice } of this.world.notices)
        if (type === 'decided' && 'txn' in notice && notice.txn === txn && 'decision' in notice)
          said.set(notice.decision, member)
      if (said.size > 1)
        return `transaction ${txn}: member ${said.get('commit')} committed and member ${said.get('abort')} aborted`
    }
    return null
  }

  /** Transactions that some participant is in doubt about. */
  get blocked(): number {
    const doubt = new Set<number>()
    for (const { records } of this.participants)
      for (const [txn, { state }] of records)
        if (state === 'ready' || state === 'pre-committed') doubt.add(txn)
    return doubt.size
  }

  #coordinator(now: Nanos) {
    return this.#options.protocol === 'two-phase'
      ? new TwoPhaseCoordinator({ ...TIMES, ...this.#options.coordinator }, this.#two, now)
      : new ThreePhaseCoordinator(TIMES, this.#three, now)
  }

  #participant(self: number) {
    const options = { ...TIMES, self, ...this.#options.participant }
    return this.#options.protocol === 'two-phase'
      ? new TwoPhaseParticipant(options, this.participants[self])
      : new ThreePhaseParticipant(options, this.participants[self])
  }
}

export type Faults = 'crashes' | 'one crash' | 'long absences' | 'everything'

/** Transactions under crashes, and, if the network fails too, under loss, duplication and cuts; healed after three seconds. */
export function runFaulty(options: CommitWorldOptions, faults: Faults): CommitWorld {
  const commit = new CommitWorld({ noShare: 0.05, ...options })
  const { world } = commit
  const random = new RandomStream(options.seed, 'faults')
  if (faults === 'everything') {
    world.loss = 0.1
    world.duplication = 0.1
    world.maxNanos = ms(25)
  }
  for (let at = ms(5); at < s(3); at += ms(40)) world.at(at, () => commit.begin())
  for (let at = ms(20); at < s(3); at += ms(60))
    world.at(at + random.below(ms(50)), () => strike(commit, random, faults))
  world.at(s(3.2), () => world.heal())
  world.runUntil(s(6))
  return commit
}

function strike(commit: CommitWorld, random: RandomStream, faults: Faults): void {
  const { world } = commit
  if (faults === 'long absences') return beAway(commit)
  const down = [0, ...PARTICIPANTS].filter((member) => world.machine(member) === null)
  if (down.length > 0 && (faults === 'one crash' || random.chance(0.6)))
    return world.restart(down[random.below(down.length)])
  if (faults === 'everything' && random.chance(0.4)) {
    const alone = random.below(4)
    const others = [0, 1, 2, 3].filter((member) => member !== alone)
    return world.setCut([alone], others, random.chance(0.6))
  }
  commit.crash(random.below(4))
}

/** The coordinator is away for longer than participants have patience. */
function beAway(commit: CommitWorld): void {
  const { world } = commit
  if (world.machine(COORDINATOR) === null) return
  commit.crash(COORDINATOR)
  world.at(world.now + ms(400), () => world.restart(COORDINATOR))
}

function tellMessage(message: CommitMessage): string {
  if (message.type === 'decision') return message.decision
  if (message.type === 'vote') return message.yes ? 'yes' : 'no'
  return message.type === 'state' ? `state: ${message.state}` : message.type
}
