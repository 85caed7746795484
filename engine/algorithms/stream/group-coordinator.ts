import type { Nanos } from '../../lib/units.ts'
import type { Assignment, GroupMember } from './assignor.ts'

export type GroupError = 'unknown-member' | 'illegal-generation' | 'rebalance-in-progress'

/** What a member that joined is told; only the one who assigns learns of the others. */
export interface Joined {
  readonly generation: number
  readonly leads: boolean
  readonly members: readonly GroupMember[]
}
/** An answer to a request that had to wait, by the token that came with it. */
export interface GroupAnswer {
  readonly token: number
  readonly error: GroupError | null
  readonly joined: Joined | null
  readonly assignment: readonly number[] | null
}
/** What a group must not forget. */
export interface GroupRecord {
  readonly generation: number
  readonly assignment: Assignment
}
export interface GroupOutput {
  /** To be written down before anything is answered. */
  readonly persist: GroupRecord | null
  readonly answers: readonly GroupAnswer[]
}
export interface GroupOptions {
  readonly sessionNanos: Nanos
  /** How long a rebalance waits for members that have not joined again. */
  readonly rebalanceNanos: Nanos
  /** How long the first rebalance waits for more members. */
  readonly initialDelayNanos: Nanos
  /** Whether a member's generation is looked at when it commits. */
  readonly generationCheck: boolean
}

interface Member {
  readonly id: string
  owned: readonly number[]
  joinToken: number | null
  syncToken: number | null
  heardAt: Nanos
}
type Phase = 'empty' | 'preparing' | 'completing' | 'stable'
const NOTHING: GroupOutput = { persist: null, answers: [] }

/**
 * Keeps a group of readers: who belongs to it, in which generation, and who reads what.
 * Paper: Kafka's group protocol (KIP-62 heartbeats and sessions, KIP-134 the delay of the first rebalance, KIP-429 members that keep
 * what they own). Compare: a lease a partition, which needs no rounds but moves one at a time.
 * Cost: O(members) a round. Invariant: what is committed in a generation comes from a member of it.
 */
export class GroupCoordinator {
  #phase: Phase = 'empty'
  #generation = 0
  #leader = ''
  #assignment: Assignment = {}
  #deadline: Nanos = 0
  /** The first round waits its time even when all it knows of have come. */
  #waitsFor: Nanos = 0
  readonly #members = new Map<string, Member>()

  constructor(public options: GroupOptions) {}

  get generation(): number {
    return this.#generation
  }
  get phase(): Phase {
    return this.#phase
  }

  /** Takes up what an earlier coordinator wrote down; its members have a session's time to be heard. */
  restore(now: Nanos, { generation, assignment }: GroupRecord): void {
    this.#generation = generation
    this.#assignment = assignment
    this.#members.clear()
    for (const [id, owned] of Object.entries(assignment))
      this.#members.set(id, { id, owned, joinToken: null, syncToken: null, heardAt: now })
    this.#phase = this.#members.size === 0 ? 'empty' : 'stable'
    this.#leader = [...this.#members.keys()][0] ?? ''
  }

  /**
   * Somebody wants to belong to the next generation, and is answered when all others have come or have been given up. Who comes
   * from a generation and is not known any more is turned away: what it takes for its own has been given to others since.
   */
  join(now: Nanos, token: number, id: string, generation: number, owned: readonly number[]): GroupOutput {
    const member = this.#members.get(id)
    if (member === undefined && generation > 0)
      return { persist: null, answers: [refusal(token, 'unknown-member')] }
    // It has given up on what it asked before, and asks anew; whoever keeps that call open need not.
    const earlier = [member?.joinToken ?? null, member?.syncToken ?? null].filter((each) => each !== null)
    if (member === undefined)
      this.#members.set(id, { id, owned, joinToken: token, syncToken: null, heardAt: now })
    else Object.assign(member, { owned, joinToken: token, syncToken: null, heardAt: now })
    if (this.#phase === 'empty') this.#prepare(now, this.options.initialDelayNanos)
    const turnedAway = earlier.map((each) => refusal(each, 'rebalance-in-progress'))
    if (this.#phase !== 'preparing') turnedAway.push(...this.#prepare(now))
    const output = this.tick(now)
    return turnedAway.length === 0 ? output : { ...output, answers: [...turnedAway, ...output.answers] }
  }

  /** The one who assigns brings the assignment, the others ask for it. */
  sync(
    now: Nanos,
    token: number,
    id: string,
    generation: number,
    assignment: Assignment | null,
  ): GroupOutput {
    const error = this.#check(id, generation)
    if (error !== null) return { persist: null, answers: [refusal(token, error)] }
    const member = this.#members.get(id)!
    member.heardAt = now
    if (this.#phase === 'stable') return { persist: null, answers: [this.#assigned(token, id)] }
    member.syncToken = token
    if (id !== this.#leader || assignment === null) return NOTHING
    return { persist: { generation: this.#generation, assignment }, answers: [] }
  }

  /**
   * An assignment has been written down, or could not be. Nobody learns of it before, so that no later coordinator gives the number
   * of its generation to another. Its round may be over by now.
   */
  written(now: Nanos, { generation, assignment }: GroupRecord, isWritten: boolean): GroupOutput {
    if (this.#phase !== 'completing' || generation !== this.#generation) return NOTHING
    if (!isWritten) return { persist: null, answers: this.#prepare(now) }
    this.#assignment = assignment
    this.#phase = 'stable'
    const answers: GroupAnswer[] = []
    for (const member of this.#members.values()) {
      if (member.syncToken === null) continue
      answers.push(this.#assigned(member.syncToken, member.id))
      Object.assign(member, { syncToken: null, heardAt: now })
    }
    return { persist: null, answers }
  }

  heartbeat(now: Nanos, id: string, generation: number): GroupError | null {
    const member = this.#members.get(id)
    if (member !== undefined) member.heardAt = now
    return this.#check(id, generation)
  }

  leave(now: Nanos, id: string): GroupOutput {
    if (!this.#members.delete(id)) return NOTHING
    return this.#lost(now)
  }

  /** Whether a member may commit; null when it may. While the next generation is being gathered the present one still counts. */
  commitError(id: string, generation: number): GroupError | null {
    if (!this.options.generationCheck) return null
    if (!this.#members.has(id)) return 'unknown-member'
    if (generation !== this.#generation) return 'illegal-generation'
    return this.#phase === 'completing' ? 'rebalance-in-progress' : null
  }

  /** Looks for members that are not heard of any more, and whether a round is over. Who waits for an answer may be silent. */
  tick(now: Nanos): GroupOutput {
    let gone = false
    for (const { id, joinToken, syncToken, heardAt } of this.#members.values()) {
      const waits = joinToken !== null || syncToken !== null
      if (!waits && now - heardAt > this.options.sessionNanos) gone = this.#members.delete(id)
    }
    const turnedAway = gone ? this.#lost(now).answers : []
    const output = this.#phase === 'preparing' ? this.#completeJoin(now) : NOTHING
    return turnedAway.length === 0 ? output : { ...output, answers: [...turnedAway, ...output.answers] }
  }

  /** What the view draws. Reads only. */
  inspect() {
    const members = [...this.#members.keys()].map((id) => ({
      member: id,
      partitions: [...(this.#assignment[id] ?? [])],
    }))
    return { phase: this.#phase, generation: this.#generation, members }
  }

  #check(id: string, generation: number): GroupError | null {
    if (!this.#members.has(id)) return 'unknown-member'
    if (this.#phase === 'preparing') return 'rebalance-in-progress'
    return generation === this.#generation ? null : 'illegal-generation'
  }

  #lost(now: Nanos): GroupOutput {
    if (this.#members.size === 0) {
      this.#phase = 'empty'
      return NOTHING
    }
    if (this.#phase === 'preparing') return NOTHING
    return { persist: null, answers: this.#prepare(now) }
  }

  /** A new round begins; who waited for the assignment of the last one has to join again, and a session's time for that. */
  #prepare(now: Nanos, delayNanos: Nanos = 0): GroupAnswer[] {
    this.#phase = 'preparing'
    this.#deadline = now + Math.max(delayNanos, this.options.rebalanceNanos)
    this.#waitsFor = now + delayNanos
    const turnedAway: GroupAnswer[] = []
    for (const member of this.#members.values()) {
      if (member.syncToken === null) continue
      turnedAway.push(refusal(member.syncToken, 'rebalance-in-progress'))
      Object.assign(member, { syncToken: null, heardAt: now })
    }
    return turnedAway
  }

  #completeJoin(now: Nanos): GroupOutput {
    const all = [...this.#members.values()]
    const ready = now >= this.#waitsFor && all.every(({ joinToken }) => joinToken !== null)
    if (!ready && now < this.#deadline) return NOTHING
    for (const { id, joinToken } of all) if (joinToken === null) this.#members.delete(id)
    if (this.#members.size === 0) return this.#lost(now)
    this.#generation++
    this.#phase = 'completing'
    const members = [...this.#members.values()]
    if (!this.#members.has(this.#leader)) this.#leader = members[0].id
    const everyone = members.map(({ id, owned }) => ({ id, owned }))
    const answers = members.map(({ id, joinToken }): GroupAnswer => {
      const leads = id === this.#leader
      const joined = { generation: this.#generation, leads, members: leads ? everyone : [] }
      return { token: joinToken!, error: null, joined, assignment: null }
    })
    for (const member of members) Object.assign(member, { joinToken: null, heardAt: now })
    return { persist: null, answers }
  }

  #assigned(token: number, id: string): GroupAnswer {
    return { token, error: null, joined: null, assignment: this.#assignment[id] ?? [] }
  }
}

const refusal = (token: number, error: GroupError): GroupAnswer => ({
  token,
  error,
  joined: null,
  assignment: null,
})
