import type { SftpAnswer, SftpRequest } from '../../algorithms/transfer/sftp-session.ts'

/** What travels between a client and a file server. Connections are numbered by the client; ends tell each other when one is over. */
export type Packet =
  | {
      readonly type: 'open'
      readonly connection: number
      readonly role: Role
      /** Of a data connection: the control connection it serves. */ readonly control: number
    }
  | { readonly type: 'opened'; readonly connection: number }
  /** A step of a TLS or SSH handshake: its bytes and round trip, and no cryptography. */
  | { readonly type: 'handshake'; readonly connection: number; readonly step: number }
  | { readonly type: 'line'; readonly connection: number; readonly text: string }
  | {
      readonly type: 'block'
      readonly connection: number
      readonly offset: number
      readonly bytes: Uint8Array
    }
  /** The receiver has taken everything up to `next`. */
  | { readonly type: 'taken'; readonly connection: number; readonly next: number }
  | { readonly type: 'request'; readonly connection: number; readonly request: SftpRequest }
  | { readonly type: 'answer'; readonly connection: number; readonly answer: SftpAnswer }
  | { readonly type: 'closed'; readonly connection: number; readonly complete: boolean }

export type Role = 'ftp-control' | 'ftps-control' | 'ftp-data' | 'sftp'

/** A block of a data connection, and how many may be under way: what a window of 64 KiB allows. */
export const BLOCK_BYTES = 8_192
export const BLOCKS_UNDER_WAY = 8

/** IP, TCP and, for a line, its characters. */
const HEADER_BYTES = 40
const HANDSHAKE_BYTES = 1_500
const SFTP_HEADER_BYTES = 60

/** What a packet weighs on the wire. */
export function weightOf(packet: Packet): number {
  switch (packet.type) {
    case 'line':
      return HEADER_BYTES + packet.text.length + 2
    case 'block':
      return HEADER_BYTES + packet.bytes.length
    case 'handshake':
      return HANDSHAKE_BYTES
    case 'request':
      return SFTP_HEADER_BYTES + (packet.request.packet === 'WRITE' ? packet.request.data.length : 0)
    case 'answer':
      return SFTP_HEADER_BYTES + answerBytes(packet.answer)
    default:
      return HEADER_BYTES
  }
}

const NAME_BYTES = 80
const answerBytes = (answer: SftpAnswer): number =>
  answer.packet === 'DATA'
    ? answer.data.length
    : answer.packet === 'NAME'
      ? answer.entries.length * NAME_BYTES
      : 0
