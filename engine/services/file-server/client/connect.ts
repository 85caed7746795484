import { choice } from '../../../schema/parameter.ts'
import type { Steps } from '../../define-service.ts'
import { connectFtp } from './ftp-client.ts'
import type { RemoteFiles } from './remote-files.ts'
import { connectSftp } from './sftp-client.ts'
import type { Wires } from './wires.ts'

/** How a client speaks with its file server; a parameter of whoever does. */
export const PROTOCOL_PARAMETER = choice({
  title: 'Protocol',
  doc: 'What it speaks with the file server.',
  options: { ftp: 'FTP', ftps: 'FTPS', sftp: 'SFTP' },
  default: 'sftp',
})
export type Protocol = keyof (typeof PROTOCOL_PARAMETER)['options']

const CONNECT: Readonly<Record<Protocol, (wires: Wires) => Steps<RemoteFiles>>> = {
  ftp: (wires) => connectFtp(wires, false),
  ftps: (wires) => connectFtp(wires, true),
  sftp: (wires) => connectSftp(wires),
}

/** Connects and logs in. Throws WireBroken. */
export const connect = (protocol: Protocol, wires: Wires): Steps<RemoteFiles> => CONNECT[protocol](wires)
