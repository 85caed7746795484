import { RandomStream } from '../../../lib/random.ts'
import { ms, s, type Nanos } from '../../../lib/units.ts'
import { dotOf, latestOf, type SiblingSet } from '../../clock/sibling-set.ts'
import { LeveledCompaction } from '../../storage/leveled-compaction.ts'
import { LsmTree } from '../../storage/lsm-tree.ts'
import { EventHeap } from '../event-heap.bed.ts'
import { DynamoNode } from './dynamo-node.ts'
import { SIBLINGS } from './merge-rules.ts'
import { NOTHING_SEEN, type SeenContext } from './messages.ts'
import { storyOf } from './story.bed.ts'
import { SET_CODEC } from './set-codec.ts'
import { emptyStore, type StoreDurable, type StoreOptions } from './store-options.ts'
import type { StoreOutput } from './store-outbox.ts'
import { StoreWatch } from './store-watch.bed.ts'

export interface StoreGroupOptions {
  readonly seed: number
  readonly size?: number
  /** How many of them own shares at first; all by default. */
  readonly inRing?: number
  readonly options?: Partial<StoreOptions>
  readonly Node?: typeof DynamoNode
  /** Planted: messages that wait for a sync are sent at once. */
  readonly skipsSync?: boolean
  /** Planted: a node that lost its disk goes on under its old name. */
  readonly reusesActor?: boolean
}

const LSM = {
  codec: SET_CODEC,
  blockBytes: 4_096,
  falsePositiveRate: 0.01,
  memtableBytes: 20_000,
  tableBytes: 40_000,
}

/** A small world for the tests of ring nodes: delays, cuts, crashes, lost disks, wrong clocks, and the design’s checkers. */
export class StoreGroup {
  readonly random: RandomStream
  readonly nodes: (DynamoNode | null)[]
  readonly cut: boolean[][]
  readonly skewNanos: Nanos[]
  /** Every message but gossip, in words, where somebody wants them told. */
  readonly story: string[] = []
  tellsStory = false
  loss = 0
  acknowledged = 0
  failed = 0
  mostSiblings = 0
  /** What a reader of each key was shown last. */
  readonly #seen = new Map<number, SeenContext>()
  readonly #gets = new Map<number, { key: number; at: Nanos }>()
  readonly #puts = new Map<number, { key: number }>()
  readonly #disks: StoreDurable[]
  readonly #options: StoreOptions[]
  readonly #lives: number[]
  readonly #events = new EventHeap()
  readonly #Node: typeof DynamoNode
  readonly #skipsSync: boolean
  readonly #reusesActor: boolean
  readonly watch: StoreWatch
  #requests = 0
  #values = 0

  constructor(given: StoreGroupOptions) {
    const { seed, size = 5, inRing = size, options, Node = DynamoNode } = given
    this.random = new RandomStream(seed, 'store group')
    this.#Node = Node
    this.#skipsSync = given.skipsSync ?? false
    this.#reusesActor = given.reusesActor ?? false
    const members = Array.from({ length: size }, (_, member) => member)
    const statuses = members.map((member) => (member < inRing ? ('normal' as const) : ('outside' as const)))
    this.#disks = members.map((member) => emptyStore(member, 0, statuses))
    this.#options = members.map((self) => ({
      ...defaults(self, size, seed),
      wallClock: () => this.clock(self),
      ...options,
    }))
    this.#lives = members.map(() => 0)
    this.nodes = members.map(() => null)
    this.cut = members.map(() => members.map(() => false))
    this.skewNanos = members.map(() => 0)
    this.watch = new StoreWatch(this)
    for (const member of members) this.restart(member)
    this.#lookOften()
  }

  get members(): number[] {
    return this.nodes.map((_, member) => member)
  }

  get now(): Nanos {
    return this.#events.now
  }

  at(at: Nanos, run: () => void): void {
    this.#events.at(at, run)
  }

  runUntil(until: Nanos): void {
    this.#events.runUntil(until)
  }

  crash(member: number): void {
    this.nodes[member] = null
    this.watch.struck()
    this.#lives[member] += 1
  }

  restart(member: number): void {
    this.crash(member)
    const durable = this.#disks[member]
    const strategy = new LeveledCompaction({ overlappingMax: 4, firstLevelBytes: 80_000, ratio: 4 })
    const lsm = new LsmTree(LSM, strategy, durable.lsm, this.random)
    this.nodes[member] = new this.#Node(this.#options[member], durable, lsm, this.now)
    this.#tick(member, this.#lives[member])
  }

  loseDisk(member: number): void {
    this.crash(member)
    const known = this.#disks[member].membership.known
    const life = this.#reusesActor ? 0 : 1 + Math.floor(this.now / ms(1))
    this.#disks[member] = emptyStore(member, life, known)
  }

  setCut(side: readonly number[], cut: boolean): void {
    for (const a of this.members)
      for (const b of this.members) if (side.includes(a) !== side.includes(b)) this.cut[a][b] = cut
  }

  /** Trees are compared this often from now on. */
  compareEvery(nanos: Nanos): void {
    for (const options of this.#options) options.antiEntropyNanos = nanos
  }

  clock(member: number): Nanos {
    return Math.max(0, this.now + this.skewNanos[member])
  }

  /** A client reads at a member, and remembers what it was shown. */
  get(member: number, key: number): void {
    const node = this.nodes[member]
    if (node === null) return
    this.#requests += 1
    this.#gets.set(this.#requests, { key, at: this.now })
    this.#perform(member, node.get(this.now, this.#requests, key))
  }

  /** A client writes what replaces everything it was shown of the key last; `blind`: as if it had seen nothing. */
  put(member: number, key: number, { blind = false, deletes = false } = {}): void {
    const node = this.nodes[member]
    if (node === null) return
    this.#requests += 1
    this.#puts.set(this.#requests, { key })
    const seen = blind ? NOTHING_SEEN : (this.#seen.get(key) ?? NOTHING_SEEN)
    const value = deletes ? null : `v${(this.#values += 1)}`
    this.#perform(member, node.put(this.now, this.#requests, key, value, seen))
  }

  optionsOf(member: number): StoreOptions {
    return this.#options[member]
  }

  #lookOften(): void {
    this.watch.look()
    this.at(this.now + ms(100), () => this.#lookOften())
  }

  #tick(member: number, life: number): void {
    this.at(this.now + ms(10), () => {
      const node = this.nodes[member]
      if (node === null || this.#lives[member] !== life) return
      this.#perform(member, node.tick(this.now))
      this.#tick(member, life)
    })
  }

  #perform(member: number, output: StoreOutput): void {
    const node = this.nodes[member]!
    for (const notice of output.notices) {
      if (notice.type !== 'version-made') continue
      const { key, version, dots } = notice
      this.watch.tell('version-made', { key, dot: dotOf(version), seen: dots }, member)
    }
    for (const answer of output.answers) {
      if (answer.type === 'get') this.#read(member, this.#gets.get(answer.requestId)!, answer.set)
      else if (answer.type === 'get-failed' || !answer.result.ok) this.failed += 1
      else this.#acknowledge(member, this.#puts.get(answer.requestId)!.key, answer.result.version)
    }
    for (let job = node.lsm.startJob(); job !== null; job = node.lsm.startJob()) node.lsm.finishJob(job)
    const life = this.#lives[member]
    const readTime = output.blocks * ms(0.1)
    const late = output.send.filter(({ durable }) => durable)
    const send = (outgoing: StoreOutput['send']) => {
      if (this.#lives[member] === life) for (const each of outgoing) this.#send(member, each)
    }
    this.at(this.now + readTime, () => send(output.send.filter(({ durable }) => !durable)))
    if (late.length === 0) return
    this.at(this.now + readTime + (this.#skipsSync ? 0 : ms(1)), () => {
      if (this.#lives[member] !== life) return
      if (!this.#skipsSync) {
        node.lsm.beginSync()
        node.lsm.completeSync()
      }
      send(late)
    })
  }

  #send(from: number, { to, message }: StoreOutput['send'][number]): void {
    if (this.tellsStory && message.type !== 'gossip' && to !== from)
      this.story.push(`${(this.now / 1e6).toFixed(1)} ms: n${from} to n${to}: ${storyOf(message)}`)
    if (this.cut[from][to] || (to !== from && this.random.chance(this.loss))) return
    const delay = to === from ? 0 : ms(0.5) + Math.floor(ms(1) * this.random.uniform())
    this.at(this.now + delay, () => {
      const node = this.nodes[to]
      if (node !== null && !this.cut[from][to]) this.#perform(to, node.receive(this.now, from, message))
    })
  }

  #read(member: number, { key, at }: { key: number; at: Nanos }, set: SiblingSet): void {
    const dots = set.versions.map(dotOf)
    this.mostSiblings = Math.max(this.mostSiblings, dots.length)
    const latest = this.#options[0].rules.name === 'latest' ? (latestOf(set.versions)?.stamp ?? null) : null
    this.watch.tell('versions-read', { key, dots, sinceNanos: at, latest }, member)
    this.#seen.set(key, { vector: set.context, dots })
  }

  #acknowledge(member: number, key: number, version: SiblingSet['versions'][number]): void {
    this.acknowledged += 1
    const { value, stamp } = version
    const fact = { key, dot: dotOf(version), value, stamp, atNanos: this.now }
    this.watch.tell('version-acknowledged', fact, member)
  }
}

function defaults(self: number, size: number, seed: number): Omit<StoreOptions, 'wallClock'> {
  return {
    self,
    size,
    random: new RandomStream(seed, `node ${self}`),
    virtualNodes: 20,
    replicas: 3,
    readQuorum: 2,
    writeQuorum: 2,
    quorum: 'sloppy',
    rules: SIBLINGS,
    stamps: 'hybrid',
    readRepair: true,
    writeBack: false,
    handoff: true,
    antiEntropyNanos: ms(300),
    gossipNanos: ms(100),
    phiThreshold: 8,
    requestTimeoutNanos: ms(600),
    patienceNanos: ms(150),
    tombstoneNanos: s(60),
    valueBytes: 1_000,
    hintLimit: 10_000,
  }
}
