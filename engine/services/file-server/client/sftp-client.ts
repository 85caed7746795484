import { SFTP_EOF, type SftpAnswer, type SftpRequest } from '../../../algorithms/transfer/sftp-session.ts'
import type { Steps } from '../../define-service.ts'
import { BLOCK_BYTES, BLOCKS_UNDER_WAY } from '../protocol.ts'
import type { RemoteFile, RemoteFiles } from './remote-files.ts'
import { WireBroken, type Wire, type Wires } from './wires.ts'

/** A request without its number. */
type Unnumbered<T> = T extends { id: number } ? Omit<T, 'id'> : never

/** Opens an SSH connection, as far as round trips go, and the SFTP subsystem in it. */
export function* connectSftp(wires: Wires): Steps<RemoteFiles> {
  const wire = yield* wires.connect('sftp')
  yield* wires.handshake(wire)
  wires.send({ type: 'request', connection: wire.id, request: { packet: 'INIT', version: 3 } })
  const client = new SftpClient(wires, wire)
  const { packet } = yield* client.answer()
  if (packet !== 'VERSION') throw new WireBroken('no version')
  return client
}

class SftpClient implements RemoteFiles {
  readonly #wires: Wires
  readonly #wire: Wire
  #nextId = 1

  constructor(wires: Wires, wire: Wire) {
    this.#wires = wires
    this.#wire = wire
  }

  *list(): Steps<readonly RemoteFile[]> {
    const answer = yield* this.#ask({ packet: 'READDIR' })
    return answer.packet === 'NAME' ? answer.entries : []
  }

  /** Keeps several reads under way; answers come in the order of the requests. */
  *download(name: string, offset: number, take: (bytes: Uint8Array) => Steps): Steps {
    const handle = yield* this.#open(name, false, false)
    let asked = offset
    let expected = offset
    let underWay = 0
    let ended = false
    while (!ended || underWay > 0) {
      const room = ended ? 0 : BLOCKS_UNDER_WAY - underWay
      for (let i = 0; i < room; i++) {
        this.#send({ packet: 'READ', handle, offset: asked, length: BLOCK_BYTES })
        asked += BLOCK_BYTES
      }
      underWay += room
      const answer = yield* this.answer()
      underWay--
      if (answer.packet === 'STATUS' && answer.code === SFTP_EOF) ended = true
      else if (answer.packet !== 'DATA') throw new WireBroken('read failed')
      else if (answer.offset === expected) {
        yield* take(answer.data)
        expected += answer.data.length
        if (answer.data.length < BLOCK_BYTES) ended = true
      } else if (!ended) throw new WireBroken('a block is missing')
    }
    yield* this.#ask({ packet: 'CLOSE', handle })
  }

  *upload(name: string, bytes: Uint8Array, offset: number): Steps {
    const handle = yield* this.#open(name, true, offset === 0)
    let next = offset
    let underWay = 0
    while (next < bytes.length || underWay > 0) {
      while (next < bytes.length && underWay < BLOCKS_UNDER_WAY) {
        const data = bytes.slice(next, next + BLOCK_BYTES)
        this.#send({ packet: 'WRITE', handle, offset: next, data })
        next += data.length
        underWay++
      }
      yield* this.#ok()
      underWay--
    }
    yield* this.#ask({ packet: 'CLOSE', handle })
  }

  *rename(from: string, to: string): Steps {
    this.#send({ packet: 'RENAME', from, to })
    yield* this.#ok()
  }

  // There is nothing to wait for, but it is a step like the others.
  // oxlint-disable-next-line require-yield
  *quit(): Steps {
    this.#wires.close(this.#wire, true)
  }

  *answer(): Steps<SftpAnswer> {
    const packet = yield* this.#wires.receive(this.#wire)
    if (packet.type === 'answer') return packet.answer
    this.#wires.closeAll()
    throw new WireBroken('connection closed')
  }

  *#open(path: string, write: boolean, truncate: boolean): Steps<number> {
    const answer = yield* this.#ask({ packet: 'OPEN', path, write, truncate })
    if (answer.packet === 'HANDLE') return answer.handle
    throw new WireBroken('cannot open')
  }

  *#ask(request: Unnumbered<SftpRequest>): Steps<SftpAnswer> {
    this.#send(request)
    return yield* this.answer()
  }

  *#ok(): Steps {
    const answer = yield* this.answer()
    if (answer.packet !== 'STATUS' || answer.code !== 0) throw new WireBroken('refused')
  }

  #send(request: Unnumbered<SftpRequest>): void {
    const numbered = { ...request, id: this.#nextId++ } as SftpRequest
    this.#wires.send({ type: 'request', connection: this.#wire.id, request: numbered })
  }
}
