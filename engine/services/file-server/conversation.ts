import type { FtpAction } from '../../algorithms/transfer/ftp-session.ts'
import type { Link } from '../define-service.ts'
import { newConnection, type Connection } from './connections.ts'
import { BLOCK_BYTES, BLOCKS_UNDER_WAY, weightOf, type Packet } from './protocol.ts'
import type { ServerContext, State } from './server-state.ts'

const NOTHING = new Uint8Array(0)

/** A packet has come over a connection, or opens one. */
export function receive(state: State, packet: Packet, link: Link, ctx: ServerContext): void {
  const key = `${link.index}/${packet.connection}`
  if (packet.type === 'open') {
    const connection = newConnection(packet.connection, link, packet.role, packet.control, state.files)
    state.connections.set(key, connection)
    ctx.gauge('open', state.connections.size)
    tell(connection, { type: 'opened', connection: packet.connection }, ctx)
    if (connection.ftp !== null) reply(connection, '220 ready', ctx)
    if (packet.role === 'ftp-data') join(state, connection, ctx)
    return
  }
  const connection = state.connections.get(key)
  if (connection === undefined) {
    if (packet.type === 'closed') return
    return ctx.send(
      link,
      { type: 'closed', connection: packet.connection, complete: false } satisfies Packet,
      40,
    )
  }
  serve(state, connection, packet, ctx)
}

function serve(state: State, connection: Connection, packet: Packet, ctx: ServerContext): void {
  switch (packet.type) {
    case 'handshake':
      return tell(connection, packet, ctx)
    case 'line':
      return command(state, connection, packet.text, ctx)
    case 'request':
      ctx.count('commands')
      return sftp(state, connection, packet, ctx)
    case 'taken':
      connection.sending!.taken = packet.next
      return pump(state, connection, ctx)
    case 'block':
      return take(state, connection, packet.offset, packet.bytes, ctx)
    case 'closed':
      return over(state, connection, packet.complete, ctx)
    default:
  }
}

function sftp(
  state: State,
  connection: Connection,
  { request }: Packet & { type: 'request' },
  ctx: ServerContext,
): void {
  const answer = connection.sftp!.receive(request, ctx.now)
  if (answer.packet === 'DATA') ctx.count('sent', answer.data.length)
  if (request.packet === 'WRITE') ctx.count('received', request.data.length)
  if (request.packet === 'RENAME') trim(state, ctx)
  tell(connection, { type: 'answer', connection: connection.id, answer }, ctx)
}

function command(state: State, connection: Connection, text: string, ctx: ServerContext): void {
  ctx.count('commands')
  const { reply: line, action } = connection.ftp!.receive(text, ctx.now)
  reply(connection, line, ctx)
  if (text.startsWith('RNTO')) trim(state, ctx)
  if (action === undefined || action.do === 'listen' || action.do === 'secure') return
  if (action.do === 'close') return over(state, connection, true, ctx)
  connection.wanted = action
  begin(state, connection, ctx)
}

/** A data connection finds the control connection that it is for. */
function join(state: State, data: Connection, ctx: ServerContext): void {
  const control = state.connections.get(`${data.link.index}/${data.control}`)
  if (control === undefined) return
  control.data = data
  begin(state, control, ctx)
}

/** Both are there, the command and the connection: the transfer begins. */
function begin(state: State, control: Connection, ctx: ServerContext): void {
  const { wanted, data } = control
  if (wanted === null || data === null) return
  control.wanted = null
  if (wanted.do === 'receive-file') data.receiving = { name: wanted.name, next: wanted.offset }
  else {
    data.sending = sendingOf(state, wanted)
    pump(state, data, ctx)
  }
}

function sendingOf({ files }: State, action: FtpAction) {
  if (action.do === 'send-file') {
    const { name, offset } = action
    return {
      // It may go away meanwhile: then there is nothing to read, and the transfer breaks off.
      read: (at: number, length: number) => (files.has(name) ? files.read(name, at, length) : NOTHING),
      next: offset,
      end: files.stat(name)?.sizeBytes ?? Infinity,
      taken: offset,
    }
  }
  const text = Uint8Array.from(action.do === 'send-text' ? action.text : '', (letter) => letter.charCodeAt(0))
  return {
    read: (at: number, length: number) => text.slice(at, at + length),
    next: 0,
    end: text.length,
    taken: 0,
  }
}

/** Sends as many blocks as may be under way; closes the connection when all are taken. */
function pump(state: State, data: Connection, ctx: ServerContext): void {
  const sending = data.sending!
  while (sending.next < sending.end && sending.next - sending.taken < BLOCK_BYTES * BLOCKS_UNDER_WAY) {
    const bytes = sending.read(sending.next, Math.min(BLOCK_BYTES, sending.end - sending.next))
    ctx.count('sent', bytes.length)
    tell(data, { type: 'block', connection: data.id, offset: sending.next, bytes }, ctx)
    sending.next += bytes.length
    if (bytes.length === 0) return over(state, data, false, ctx)
  }
  if (sending.taken < sending.end) return
  tell(data, { type: 'closed', connection: data.id, complete: true }, ctx)
  over(state, data, true, ctx)
}

function take(state: State, data: Connection, offset: number, bytes: Uint8Array, ctx: ServerContext): void {
  const { receiving } = data
  if (
    receiving === null ||
    receiving.next !== offset ||
    state.files.stat(receiving.name)?.sizeBytes !== offset
  ) {
    tell(data, { type: 'closed', connection: data.id, complete: false }, ctx)
    return over(state, data, false, ctx)
  }
  ctx.count('received', bytes.length)
  state.files.append(receiving.name, bytes, ctx.now)
  receiving.next += bytes.length
  tell(data, { type: 'taken', connection: data.id, next: receiving.next }, ctx)
}

/** A connection is over; after a transfer the control connection says how it went. */
function over(state: State, connection: Connection, complete: boolean, ctx: ServerContext): void {
  state.connections.delete(`${connection.link.index}/${connection.id}`)
  ctx.gauge('open', state.connections.size)
  const control = state.connections.get(`${connection.link.index}/${connection.control}`)
  if (connection.role !== 'ftp-data' || control === undefined) return
  control.data = null
  reply(control, control.ftp!.transferred(complete), ctx)
}

function trim({ files }: State, ctx: ServerContext): void {
  const oldest = files.list().toSorted((a, b) => a.modifiedAt - b.modifiedAt)
  for (const { name } of oldest.slice(0, Math.max(0, oldest.length - ctx.params.keepFiles)))
    files.delete(name)
  ctx.gauge('files', files.list().length)
}

const reply = (connection: Connection, text: string, ctx: ServerContext): void =>
  tell(connection, { type: 'line', connection: connection.id, text }, ctx)

/** Sends a packet over a connection. */
export const tell = ({ link }: Connection, packet: Packet, ctx: ServerContext): void =>
  ctx.send(link, packet, weightOf(packet))
