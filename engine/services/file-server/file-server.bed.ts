import type { FileStore } from '../../algorithms/transfer/file-store.ts'
import type { SftpAnswer, SftpRequest } from '../../algorithms/transfer/sftp-session.ts'
import { ms } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import { ServiceBed } from '../service.bed.ts'
import { weightOf, type Packet, type Role } from './protocol.ts'
import { service } from './service.ts'

/** Something to be transferred. */
export const bytesOf = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 7) % 251)

/** The server, and a client who writes each packet by hand and keeps what comes back. */
export function serverBed(params: Record<string, ParameterValue> = {}) {
  const bed = new ServiceBed()
  const server = bed.kind('server', service, params)
  const heard: Packet[] = []
  const client = bed.node('client', { message: (payload) => void heard.push(payload as Packet) })
  const link = bed.connect(client, 'server', server.node, ms(5))
  server.behaviour.start()
  /** Says something; what has come a round trip later. */
  const say = (packet: Packet): Packet[] => {
    heard.length = 0
    bed.kernel.send(client, link, packet, weightOf(packet))
    bed.run(bed.kernel.now + ms(11))
    return [...heard]
  }
  const open = (connection: number, role: Role, control = 0) =>
    say({ type: 'open', connection, role, control })
  const line = (text: string, connection = 1) =>
    say({ type: 'line', connection, text }).flatMap((packet) => (packet.type === 'line' ? [packet.text] : []))
  const request = (asked: SftpRequest, connection = 1): SftpAnswer => {
    const [packet] = say({ type: 'request', connection, request: asked })
    return (packet as Packet & { type: 'answer' }).answer
  }
  /** The server's disk: what it has, for tests that do not store it by hand. */
  const files = () => (server.behaviour.state as { files: FileStore }).files
  const put = (name: string, bytes: Uint8Array) => {
    files().begin(name, 0, bed.kernel.now)
    files().append(name, bytes, bed.kernel.now)
  }
  const content = (name: string) => files().read(name, 0, Infinity)
  const login = (role: Role = 'ftp-control') => {
    open(1, role)
    for (const text of ['USER partner', 'PASS secret', 'TYPE I']) line(text)
  }
  /** A transfer by FTP up to its first packets. */
  const begin = (command: string, offset = 0, data = 2) => {
    line('PASV')
    open(data, 'ftp-data', 1)
    if (offset > 0) line(`REST ${offset}`)
    return say({ type: 'line', connection: 1, text: command })
  }
  const cut = () => {
    server.behaviour.control('cutConnections')
    bed.run(bed.kernel.now + ms(6))
  }
  /** Several things at once; what has come a round trip later. */
  const sayAll = (packets: readonly Packet[]): Packet[] => {
    const [last, ...before] = packets.toReversed()
    for (const packet of before.toReversed()) bed.kernel.send(client, link, packet, weightOf(packet))
    return say(last)
  }
  return { bed, server, heard, say, sayAll, open, line, request, files, put, content, login, begin, cut }
}
