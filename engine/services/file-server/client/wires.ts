import type { Process } from '../../../kernel/process.ts'
import type { Timer } from '../../../kernel/timer.ts'
import { s } from '../../../lib/units.ts'
import type { Context, Link, Steps } from '../../define-service.ts'
import { weightOf, type Packet, type Role } from '../protocol.ts'

/** Whoever hears nothing for so long takes the connection for dead. */
const PATIENCE = s(1.5)

/** The client's end of a connection. */
export interface Wire {
  readonly id: number
  readonly inbox: Packet[]
  waiting: Process | null
  timer: Timer | null
  /** The other end has closed it, or nothing came any more. */
  over: boolean
}

/** The connection broke; what was under way may be done or not. */
export class WireBroken extends Error {}

/** All connections of one client to its file server. Its kind hands packets and the timer `patience` on to it. */
export class Wires {
  readonly #wires = new Map<number, Wire>()
  #nextId = 1

  constructor(
    readonly link: Link,
    readonly ctx: Context,
  ) {}

  get open(): number {
    return this.#wires.size
  }

  /** A packet has come. */
  deliver(packet: Packet): void {
    const wire = this.#wires.get(packet.connection)
    if (wire === undefined) return
    wire.inbox.push(packet)
    this.#wake(wire)
  }

  /** The timer `patience` of a wire has rung. */
  expire(wire: Wire): void {
    wire.over = true
    this.#wake(wire)
  }

  send(packet: Packet): void {
    this.ctx.send(this.link, packet, weightOf(packet))
  }

  /** Opens a connection; one round trip. */
  *connect(role: Role, control = 0): Steps<Wire> {
    const wire: Wire = { id: this.#nextId++, inbox: [], waiting: null, timer: null, over: false }
    this.#wires.set(wire.id, wire)
    this.send({ type: 'open', connection: wire.id, role, control })
    const packet = yield* this.receive(wire)
    if (packet.type !== 'opened') throw new WireBroken('refused')
    return wire
  }

  /** Two round trips, as a handshake of TLS or SSH takes them. */
  *handshake(wire: Wire): Steps {
    for (const step of [1, 2]) {
      this.send({ type: 'handshake', connection: wire.id, step })
      const packet = yield* this.receive(wire)
      if (packet.type !== 'handshake') throw new WireBroken('handshake')
    }
  }

  /** The next packet of a connection. Throws WireBroken when there will be none. */
  *receive(wire: Wire): Steps<Packet> {
    if (wire.inbox.length === 0 && !wire.over) {
      wire.waiting = this.ctx.current
      wire.timer = this.ctx.timer('patience', PATIENCE, wire)
      yield* this.ctx.suspend()
    }
    const packet = wire.inbox.shift()
    if (packet === undefined || (packet.type === 'closed' && !packet.complete)) {
      this.close(wire)
      throw new WireBroken('connection lost')
    }
    return packet
  }

  /** Forgets a connection, and tells the other end if it does not know. */
  close(wire: Wire, complete = false): void {
    if (!this.#wires.delete(wire.id)) return
    wire.timer?.cancel()
    this.send({ type: 'closed', connection: wire.id, complete })
  }

  closeAll(): void {
    for (const wire of this.#wires.values()) this.close(wire)
  }

  #wake(wire: Wire): void {
    const { waiting } = wire
    if (waiting === null) return
    wire.waiting = null
    wire.timer?.cancel()
    this.ctx.wake(waiting)
  }
}
