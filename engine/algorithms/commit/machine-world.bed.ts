import { RandomStream } from '../../lib/random.ts'
import { ms, type Nanos } from '../../lib/units.ts'

/** Any pure machine: what it is told, and what it asks of its host. */
export interface WorldMachine<Message, Notice> {
  receive(now: Nanos, from: number, message: Message): WorldOutput<Message, Notice>
  tick(now: Nanos): WorldOutput<Message, Notice>
}
export interface WorldOutput<Message, Notice> {
  readonly persistRecords: number
  readonly send: readonly { readonly to: number; readonly message: Message }[]
  readonly notices: readonly Notice[]
}

interface Event {
  readonly at: Nanos
  readonly order: number
  readonly run: () => void
}

export interface WorldOptions<Message, Notice> {
  readonly seed: number
  readonly size: number
  /** Starts (or, after a crash, restarts) a member; the caller keeps what is durable. */
  readonly start: (member: number, now: Nanos) => WorldMachine<Message, Notice>
  readonly tickNanos?: Nanos
}

const FLUSH = ms(0.2)

/**
 * A small world for tests of pure machines: delivers their messages with delay, loss, duplication, reordering and cuts,
 * crashes and restarts them, and writes down what they say. A crash takes some of what was just sent along. Every run
 * follows from its seed.
 */
export class MachineWorld<Message, Notice> {
  now: Nanos = 0
  loss = 0
  duplication = 0
  minNanos: Nanos = ms(1)
  maxNanos: Nanos = ms(5)
  /** cut[from][to] */
  readonly cut: boolean[][]
  readonly notices: (Notice & { readonly member: number; readonly at: Nanos })[] = []
  /** `12.3 ms  0 → 2 prepare 1`, for stories. */
  readonly log: string[] = []
  /** Called for every notice. */
  onNotice: (member: number, notice: Notice) => void = () => {}
  tell: (message: Message) => string = (message) => JSON.stringify(message)
  readonly #options: WorldOptions<Message, Notice>
  readonly #random: RandomStream
  readonly #events: Event[] = []
  readonly #incarnation: number[]
  readonly #machines: (WorldMachine<Message, Notice> | null)[]
  #order = 0

  constructor(options: WorldOptions<Message, Notice>) {
    this.#options = options
    this.#random = new RandomStream(options.seed, 'machine world')
    const all = Array.from({ length: options.size }, (_, member) => member)
    this.cut = all.map(() => all.map(() => false))
    this.#incarnation = all.map(() => 0)
    this.#machines = all.map(() => null)
  }

  /** Starts all members. Apart from the constructor, so that handlers can be set first. */
  boot(): this {
    for (const member of this.#machines.keys()) this.restart(member)
    return this
  }

  machine(member: number): WorldMachine<Message, Notice> | null {
    return this.#machines[member]
  }

  crash(member: number): void {
    this.#machines[member] = null
    this.#incarnation[member]++
  }

  restart(member: number): void {
    this.crash(member)
    this.#machines[member] = this.#options.start(member, this.now)
    this.#tickLater(member, this.#incarnation[member])
  }

  setCut(some: readonly number[], others: readonly number[], cut: boolean): void {
    for (const a of some) for (const b of others) this.cut[a][b] = this.cut[b][a] = cut
  }

  heal(): void {
    for (const row of this.cut) row.fill(false)
    this.loss = this.duplication = 0
    for (const [member, machine] of this.#machines.entries()) if (machine === null) this.restart(member)
  }

  at(at: Nanos, run: () => void): void {
    const event = { at, order: this.#order++, run }
    let low = 0
    let high = this.#events.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#events[middle].at > at) low = middle + 1
      else high = middle
    }
    while (low > 0 && this.#events[low - 1].at === at && this.#events[low - 1].order < event.order) low--
    this.#events.splice(low, 0, event)
  }

  runUntil(until: Nanos): void {
    for (;;) {
      const next = this.#events.at(-1)
      if (next === undefined || next.at > until) break
      this.#events.pop()
      this.now = next.at
      next.run()
    }
    this.now = until
  }

  /** Does what a call asked for, in the order of its contract: persist, then send. */
  perform(member: number, { persistRecords, send, notices }: WorldOutput<Message, Notice>): void {
    for (const notice of notices) {
      this.notices.push({ ...notice, member, at: this.now })
      this.onNotice(member, notice)
    }
    if (send.length === 0) return
    const incarnation = this.#incarnation[member]
    this.at(this.now + (persistRecords > 0 ? FLUSH : 0), () => {
      if (this.#incarnation[member] !== incarnation) return // it died before the disk was done
      for (const { to, message } of send) this.#send(member, to, message)
    })
  }

  #send(from: number, to: number, message: Message): void {
    if (this.cut[from][to] || this.#random.chance(this.loss)) return
    const incarnation = this.#incarnation[from]
    const copies = this.#random.chance(this.duplication) ? 2 : 1
    for (let copy = 0; copy < copies; copy++) {
      const delay = this.minNanos + this.#random.below(this.maxNanos - this.minNanos + 1)
      const goesDown = this.#random.chance(0.5)
      this.at(this.now + delay, () => {
        const machine = this.#machines[to]
        if (machine === null || this.cut[from][to]) return
        if (this.#incarnation[from] !== incarnation && goesDown) return // was still in the sender's buffers
        this.log.push(`${(this.now / 1e6).toFixed(1)} ms  ${from} → ${to}  ${this.tell(message)}`)
        this.perform(to, machine.receive(this.now, from, message))
      })
    }
  }

  #tickLater(member: number, incarnation: number): void {
    this.at(this.now + (this.#options.tickNanos ?? ms(5)), () => {
      const machine = this.#machines[member]
      if (machine === null || this.#incarnation[member] !== incarnation) return
      this.perform(member, machine.tick(this.now))
      this.#tickLater(member, incarnation)
    })
  }
}
