import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import { ms, s, type Nanos } from '../../lib/units.ts'
import {
  GossipMembership,
  type GossipMessage,
  type MemberState,
  type MembershipDurable,
  type MemberStatus,
} from './gossip-membership.ts'

const INTERVAL_NANOS = ms(100)
const STATUSES: readonly MemberStatus[] = ['joining', 'normal', 'leaving', 'outside']

const isNewer = (a: MemberState, b: MemberState | undefined): boolean =>
  b === undefined || a.generation > b.generation || (a.generation === b.generation && a.version > b.version)

/** Remembers all that a member was ever told, and takes the newest when asked. */
class Hearsay {
  readonly told: MemberState[] = []

  of(member: number): MemberState | undefined {
    let newest: MemberState | undefined
    for (const state of this.told) if (state.member === member && isNewer(state, newest)) newest = state
    return newest
  }

  /** What must be said to somebody who tells these digests. */
  answer(digests: Extract<GossipMessage, { type: 'digests' }>['digests'], self: number) {
    const theirs = new Map(digests.map(([member, generation, version]) => [member, { generation, version }]))
    const members = new Set([...this.told.map(({ member }) => member), ...theirs.keys()])
    const [states, wanted]: [number[], number[]] = [[], []]
    for (const member of members) {
      const [mine, yours] = [this.of(member), theirs.get(member)]
      const asState = yours && { member, ...yours, status: 'normal' as const }
      if (mine !== undefined && isNewer(mine, asState)) states.push(member)
      if (asState !== undefined && member !== self && isNewer(asState, mine)) wanted.push(member)
    }
    return { states: states.toSorted((a, b) => a - b), wanted: wanted.toSorted((a, b) => a - b) }
  }
}

/** Members, what they have on disk, and the messages under way, which may be lost, late or doubled. */
class Town {
  now: Nanos = 0
  readonly members: (GossipMembership | null)[] = []
  readonly hearsay: Hearsay[] = []
  readonly disks: MembershipDurable[]
  readonly mail: { from: number; to: number; message: GossipMessage }[] = []
  /** Every message there ever was: any of them may come once more. */
  readonly sent: { from: number; to: number; message: GossipMessage }[] = []

  constructor(
    readonly size: number,
    readonly seed: number,
    /** Whether each answer is compared with what hearsay says; it takes long. */
    readonly compares = false,
  ) {
    this.disks = Array.from({ length: size }, () => ({
      generation: 0,
      status: 'normal' as const,
      known: Array.from({ length: size }, () => 'normal' as const),
      introduced: true,
    }))
    for (let member = 0; member < size; member++) this.restart(member)
  }

  /** `clock` is 0 where only the disk can tell one life from the next. */
  restart(self: number, clock: Nanos = 0): void {
    const random = new RandomStream(this.seed, `${self} ${this.now}`)
    const gossip = { self, size: this.size, random, intervalNanos: INTERVAL_NANOS, threshold: 8 }
    this.hearsay[self] = new Hearsay()
    for (const [member, status] of this.disks[self].known.entries())
      this.hearsay[self].told.push({ member, generation: 0, version: 0, status })
    this.members[self] = new GossipMembership(gossip, this.disks[self], this.now, clock)
    this.#noteOwn(self)
  }

  announce(self: number, status: MemberStatus): void {
    this.members[self]?.announce(status)
    this.#noteOwn(self)
  }

  /** An interval passes: whoever is up talks to somebody. */
  pass(): void {
    this.now += INTERVAL_NANOS
    for (const [from, member] of this.members.entries()) {
      const to = member?.tick(this.now) ?? null
      this.#noteOwn(from)
      if (to !== null) this.post(from, to, member!.opening())
    }
  }

  /** Like `pass`, and all letters arrive. */
  passQuietly(): void {
    this.pass()
    while (this.mail.length > 0) this.deliver(0)
  }

  post(from: number, to: number, message: GossipMessage): void {
    this.mail.push({ from, to, message })
    this.sent.push({ from, to, message })
  }

  deliver(index: number): void {
    if (this.mail.length === 0) return
    const [letter] = this.mail.splice(index % this.mail.length, 1)
    this.hand(letter)
  }

  /** Gives a letter to its receiver, and compares what comes back with what hearsay says must. */
  hand({ from, to, message }: Town['mail'][number]): void {
    const member = this.members[to]
    if (member === null) return
    const expected =
      this.compares && message.type === 'digests' ? this.hearsay[to].answer(message.digests, to) : null
    if (this.compares && message.type === 'states')
      for (const state of message.states) if (state.member !== to) this.hearsay[to].told.push(state)
    const answer = member.receive(this.now, message)
    if (expected !== null)
      expect({
        states: answer?.type === 'states' ? numbers(answer.states.map((state) => state.member)) : [],
        wanted: answer?.type === 'states' ? numbers(answer.wanted) : [],
      }).toEqual(expected)
    if (answer !== null) this.post(to, from, answer)
    if (this.compares) this.compare(to)
  }

  /** What a member knows is the newest of what it was told. */
  compare(self: number): void {
    const known = this.members[self]!.inspect(this.now)
    for (const { member, generation, version, status } of known)
      expect({ member, generation, version, status }).toEqual(this.hearsay[self].of(member))
    expect(this.members[self]!.statuses()).toEqual(known.map(({ status }) => status))
  }

  #noteOwn(self: number): void {
    const own = this.compares && this.members[self]?.inspect(this.now).find(({ member }) => member === self)
    if (!own) return
    const { member, generation, version, status } = own
    this.hearsay[self].told.push({ member, generation, version, status })
  }
}
const numbers = (all: readonly number[]) => all.toSorted((a, b) => a - b)

const event = fc.record({
  what: fc.constantFrom(
    'pass',
    'pass',
    'deliver',
    'deliver',
    'deliver',
    'lose',
    'again',
    'crash',
    'restart',
    'announce',
  ),
  which: fc.nat(100),
})
function happen(town: Town, { what, which }: { what: string; which: number }): void {
  const member = which % town.size
  if (what === 'pass') town.pass()
  else if (what === 'deliver') town.deliver(which)
  else if (what === 'lose') town.mail.splice(which % Math.max(1, town.mail.length), 1)
  else if (what === 'again' && town.sent.length > 0) town.hand(town.sent[which % town.sent.length])
  else if (what === 'crash') town.members[member] = null
  else if (what === 'restart') town.restart(member)
  else if (what === 'announce') town.announce(member, STATUSES[which % STATUSES.length])
}
const towns = fc.record({ size: fc.integer({ min: 2, max: 9 }), seed: fc.nat() })
const events = fc.array(event, { minLength: 30, maxLength: 80 })

test('a member knows the newest of all it was told, and tells what others lack, no more (van Renesse et al.)', () => {
  fc.assert(
    fc.property(towns, events, ({ size, seed }, all) => {
      const town = new Town(size, seed, true)
      for (const each of all) happen(town, each)
      for (const member of town.members.keys()) if (town.members[member] !== null) town.compare(member)
    }),
  )
})

test('once nothing is lost, what each last said of itself reaches everybody in O(log n) intervals, and all are trusted', () => {
  fc.assert(
    fc.property(towns, events, ({ size, seed }, all) => {
      const town = new Town(size, seed)
      for (const each of all) happen(town, each)
      for (const [member, up] of town.members.entries()) if (up === null) town.restart(member)
      for (let i = 0; i < 4 * Math.ceil(Math.log2(size)) + 6; i++) town.passQuietly()
      const said = town.disks.map(({ status }) => status)
      for (const member of town.members) {
        expect(member!.statuses()).toEqual(said)
        expect(member!.inspect(town.now).every(({ alive }) => alive)).toBe(true)
      }
    }),
  )
})

test('who falls silent is suspected by all, comes back by no old message, and by a higher generation at once', () => {
  fc.assert(
    fc.property(towns, fc.nat(8), fc.nat(12), ({ size, seed }, which, intervals) => {
      const town = new Town(size, seed)
      const dead = which % size
      for (let i = 0; i < intervals; i++) town.passQuietly()
      town.members[dead] = null
      for (let i = 0; i < 30; i++) town.passQuietly()
      const survivors = town.members.filter((member) => member !== null)
      for (const survivor of survivors) expect(survivor.isAlive(town.now, dead)).toBe(false)
      town.now += ms(20)
      for (const letter of town.sent.slice()) town.hand(letter)
      town.mail.length = 0
      for (const survivor of survivors) expect(survivor.isAlive(town.now, dead)).toBe(false)

      const before = town.disks[dead].generation
      town.restart(dead)
      expect(town.disks[dead].generation).toBeGreaterThan(before)
      for (let i = 0; i < 4 * Math.ceil(Math.log2(size)) + 6; i++) town.passQuietly()
      for (const survivor of survivors) expect(survivor.isAlive(town.now, dead)).toBe(true)
    }),
    { numRuns: 40 },
  )
})

test('a member that lost its disk still begins a newer life, by the clock', () => {
  const gossip = {
    self: 0,
    size: 2,
    random: new RandomStream(1, 'gossip'),
    intervalNanos: INTERVAL_NANOS,
    threshold: 8,
  }
  const blank = (): MembershipDurable => ({ generation: 0, status: 'normal', known: [], introduced: true })
  const lives = [blank(), blank()]
  for (const [life, disk] of lives.entries()) void new GossipMembership(gossip, disk, 0, s(10 + life))
  expect(lives[1].generation).toBeGreaterThan(lives[0].generation)
})

/** A town in which 0 has had a status for a while, has lost its disk, and takes itself for a full member. */
function townWithAnEmptyDisk(status: MemberStatus): Town {
  const town = new Town(3, 1)
  for (let i = 0; i < 20; i++) town.passQuietly()
  town.announce(0, status)
  for (let i = 0; i < 20; i++) town.passQuietly()
  town.disks[0] = {
    generation: 0,
    status: 'normal',
    known: ['normal', 'normal', 'normal'],
    introduced: false,
  }
  town.sent.length = 0
  town.restart(0, town.now)
  return town
}

test('who has lost its disk says nothing of itself until it has heard what it was, and then begins a newer life', () => {
  const statusHeard = (status: MemberStatus) => {
    const town = townWithAnEmptyDisk(status)
    const before = town.members[1]!.inspect(town.now)[0].generation
    expect(town.members[0]!.introduced).toBe(false)
    for (let i = 0; i < 20; i++) town.passQuietly()
    expect(town.members[0]!.introduced).toBe(true)
    expect(town.members[1]!.inspect(town.now)[0].generation).toBeGreaterThan(before)
    return new Set(
      town.sent.flatMap(({ from, message }) =>
        from === 0 && message.type === 'states'
          ? message.states.filter(({ member }) => member === 0).map((state) => state.status)
          : [],
      ),
    )
  }
  expect([...statusHeard('joining')]).toEqual(['joining'])
  expect([...statusHeard('arriving')]).toEqual(['joining'])
  expect([...statusHeard('outside')]).toEqual(['outside'])
  expect([...statusHeard('normal')]).toEqual(['normal'])
})

test('whoever talks first to one with an empty disk tells it what it was', () => {
  const town = townWithAnEmptyDisk('joining')
  town.post(1, 0, town.members[1]!.opening())
  while (town.mail.length > 0) town.deliver(0)
  expect([town.members[0]!.introduced, town.members[0]!.statusOf(0)]).toEqual([true, 'joining'])
})

test('who is alone with a disk that is empty goes by its guess in the end', () => {
  const disk: MembershipDurable = {
    generation: 0,
    status: 'normal',
    known: ['normal', 'normal'],
    introduced: false,
  }
  const gossip = {
    self: 0,
    size: 2,
    random: new RandomStream(1, 'alone'),
    intervalNanos: INTERVAL_NANOS,
    threshold: 8,
  }
  const member = new GossipMembership(gossip, disk, 0, 0)
  member.tick(s(2))
  expect(member.introduced).toBe(false)
  member.tick(s(3))
  expect([member.introduced, member.statusOf(0)]).toEqual([true, 'normal'])
})
