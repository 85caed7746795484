import { FtpSession, type FtpAction } from '../../algorithms/transfer/ftp-session.ts'
import type { FileStore } from '../../algorithms/transfer/file-store.ts'
import { SftpSession } from '../../algorithms/transfer/sftp-session.ts'
import type { Link } from '../define-service.ts'
import type { Role } from './protocol.ts'

/** A file or listing that is on its way out, block by block. */
export interface Sending {
  readonly read: (offset: number, length: number) => Uint8Array
  next: number
  readonly end: number
  taken: number
}

/** The server's end of one connection. */
export interface Connection {
  readonly id: number
  readonly link: Link
  readonly role: Role
  readonly ftp: FtpSession | null
  readonly sftp: SftpSession | null
  /** Of a data connection: the control connection it serves. */
  readonly control: number
  /** What a control connection wants of its data connection, until that is opened. */
  wanted: FtpAction | null
  data: Connection | null
  sending: Sending | null
  receiving: { name: string; next: number } | null
}

/** A connection of a role that begins now. */
export function newConnection(
  id: number,
  link: Link,
  role: Role,
  control: number,
  files: FileStore,
): Connection {
  const isFtp = role === 'ftp-control' || role === 'ftps-control'
  return {
    id,
    link,
    role,
    control,
    ftp: isFtp ? new FtpSession({ files, needsTls: role === 'ftps-control', secure: false }) : null,
    sftp: role === 'sftp' ? new SftpSession(files) : null,
    wanted: null,
    data: null,
    sending: null,
    receiving: null,
  }
}
