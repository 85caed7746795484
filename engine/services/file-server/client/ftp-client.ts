import { s } from '../../../lib/units.ts'
import type { Steps } from '../../define-service.ts'
import { BLOCK_BYTES, BLOCKS_UNDER_WAY } from '../protocol.ts'
import type { RemoteFile, RemoteFiles } from './remote-files.ts'
import { WireBroken, type Wire, type Wires } from './wires.ts'

const FACTS = /^type=file;size=(\d+);modify=([\d.]+); (.+)$/

/** Logs in; with `secure`, asks for TLS first and for private data connections. */
export function* connectFtp(wires: Wires, secure: boolean): Steps<RemoteFiles> {
  const control = yield* wires.connect(secure ? 'ftps-control' : 'ftp-control')
  const client = new FtpClient(wires, control, secure)
  yield* client.expect('2')
  if (secure) {
    yield* client.command('AUTH TLS', '234')
    yield* wires.handshake(control)
  }
  yield* client.command('USER partner', '331')
  yield* client.command('PASS secret', '230')
  if (secure) {
    yield* client.command('PBSZ 0', '200')
    yield* client.command('PROT P', '200')
  }
  yield* client.command('TYPE I', '200')
  return client
}

class FtpClient implements RemoteFiles {
  readonly #wires: Wires
  readonly #control: Wire
  readonly #secure: boolean

  constructor(wires: Wires, control: Wire, secure: boolean) {
    this.#wires = wires
    this.#control = control
    this.#secure = secure
  }

  *list(): Steps<readonly RemoteFile[]> {
    let text = ''
    // Taking in a listing needs no waiting, but it is a step like the others.
    // oxlint-disable-next-line require-yield
    yield* this.#fetch('MLSD', 0, function* (bytes) {
      for (const byte of bytes) text += String.fromCharCode(byte)
    })
    return text.split('\r\n').flatMap((line) => {
      const facts = FACTS.exec(line)
      if (facts === null) return []
      return [{ name: facts[3], sizeBytes: Number(facts[1]), modifiedAt: s(Number(facts[2])) }]
    })
  }

  *download(name: string, offset: number, take: (bytes: Uint8Array) => Steps): Steps {
    yield* this.#fetch(`RETR ${name}`, offset, take)
  }

  *upload(name: string, bytes: Uint8Array, offset: number): Steps {
    const wires = this.#wires
    const data = yield* this.#passive()
    if (offset > 0) yield* this.command(`REST ${offset}`, '350')
    yield* this.command(`STOR ${name}`, '150')
    let next = offset
    let taken = offset
    while (taken < bytes.length) {
      while (next < bytes.length && next - taken < BLOCK_BYTES * BLOCKS_UNDER_WAY) {
        const block = bytes.slice(next, next + BLOCK_BYTES)
        wires.send({ type: 'block', connection: data.id, offset: next, bytes: block })
        next += block.length
      }
      const packet = yield* wires.receive(data)
      if (packet.type !== 'taken') throw new WireBroken('transfer ended early')
      taken = packet.next
    }
    wires.close(data, true)
    yield* this.expect('226')
  }

  *rename(from: string, to: string): Steps {
    yield* this.command(`RNFR ${from}`, '350')
    yield* this.command(`RNTO ${to}`, '250')
  }

  *quit(): Steps {
    yield* this.command('QUIT', '221')
    this.#wires.close(this.#control, true)
  }

  /** Sends a command and waits for the reply; another than `code` breaks the conversation off. */
  *command(text: string, code: string): Steps<string> {
    this.#wires.send({ type: 'line', connection: this.#control.id, text })
    return yield* this.expect(code)
  }

  *expect(code: string): Steps<string> {
    const packet = yield* this.#wires.receive(this.#control)
    if (packet.type === 'line' && packet.text.startsWith(code)) return packet.text
    this.#wires.closeAll()
    throw new WireBroken(packet.type === 'line' ? packet.text : packet.type)
  }

  /** The data connection of one transfer: the server says where, the client opens it. */
  *#passive(): Steps<Wire> {
    yield* this.command('PASV', '227')
    const data = yield* this.#wires.connect('ftp-data', this.#control.id)
    if (this.#secure) yield* this.#wires.handshake(data)
    return data
  }

  *#fetch(command: string, offset: number, take: (bytes: Uint8Array) => Steps): Steps {
    const wires = this.#wires
    const data = yield* this.#passive()
    if (offset > 0) yield* this.command(`REST ${offset}`, '350')
    yield* this.command(command, '150')
    let expected = offset
    for (;;) {
      const packet = yield* wires.receive(data)
      if (packet.type === 'closed') break
      if (packet.type !== 'block' || packet.offset !== expected) {
        wires.closeAll()
        throw new WireBroken('a block is missing')
      }
      yield* take(packet.bytes)
      expected += packet.bytes.length
      wires.send({ type: 'taken', connection: data.id, next: expected })
    }
    wires.close(data, true)
    yield* this.expect('226')
  }
}
