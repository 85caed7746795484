import type { Nanos } from '../../../lib/units.ts'
import type { Steps } from '../../define-service.ts'

export interface RemoteFile {
  readonly name: string
  readonly sizeBytes: number
  readonly modifiedAt: Nanos
}

/** A file server as a client uses it, whatever it speaks. Every step may throw WireBroken; then a new connection is needed. */
export interface RemoteFiles {
  list(): Steps<readonly RemoteFile[]>
  /** Fetches from `offset` to the end; `take` gets each block and may wait. */
  download(name: string, offset: number, take: (bytes: Uint8Array) => Steps): Steps
  /** Stores `bytes` from `offset` on; the server has everything before. */
  upload(name: string, bytes: Uint8Array, offset: number): Steps
  rename(from: string, to: string): Steps
  quit(): Steps
}
