import type { Nanos } from '../../lib/units.ts'
import type { FileStore } from './file-store.ts'

/** Packets of a client, by their names in the draft; `id` comes back with the answer. */
export type SftpRequest =
  | { readonly packet: 'INIT'; readonly version: number }
  | {
      readonly packet: 'OPEN'
      readonly id: number
      readonly path: string
      readonly write: boolean
      readonly truncate: boolean
    }
  | {
      readonly packet: 'READ'
      readonly id: number
      readonly handle: number
      readonly offset: number
      readonly length: number
    }
  | {
      readonly packet: 'WRITE'
      readonly id: number
      readonly handle: number
      readonly offset: number
      readonly data: Uint8Array
    }
  | { readonly packet: 'CLOSE'; readonly id: number; readonly handle: number }
  | { readonly packet: 'READDIR'; readonly id: number }
  | { readonly packet: 'RENAME'; readonly id: number; readonly from: string; readonly to: string }

export type SftpAnswer =
  | { readonly packet: 'VERSION'; readonly version: number }
  | { readonly packet: 'HANDLE'; readonly id: number; readonly handle: number }
  | { readonly packet: 'DATA'; readonly id: number; readonly offset: number; readonly data: Uint8Array }
  | {
      readonly packet: 'NAME'
      readonly id: number
      readonly entries: readonly { name: string; sizeBytes: number; modifiedAt: Nanos }[]
    }
  | { readonly packet: 'STATUS'; readonly id: number; readonly code: number; readonly text: string }

const VERSION = 3
const OK = 0
export const SFTP_EOF = 1
const NO_SUCH_FILE = 2
const FAILURE = 4

/**
 * The server's side of an SFTP channel: numbered requests come in, each gets its answer; several may be under way, so that a file flows
 * without waiting a round trip a block.
 * Paper: draft-ietf-secsh-filexfer-02 (version 3). Departure: a directory is listed by one READDIR without a handle of its own.
 * Compare: ftp-session (a data connection a file). Cost: O(1) a packet. Invariant: every request is answered once, by its id; a read at
 * the end of a file answers EOF.
 */
export class SftpSession {
  readonly #handles = new Map<number, string>()
  #nextHandle = 1

  constructor(readonly files: FileStore) {}

  /** Open handles, for pictures. */
  get handles(): number {
    return this.#handles.size
  }

  receive(request: SftpRequest, now: Nanos): SftpAnswer {
    switch (request.packet) {
      case 'INIT':
        return { packet: 'VERSION', version: VERSION }
      case 'OPEN':
        return this.#open(request, now)
      case 'READ':
        return this.#read(request)
      case 'WRITE':
        return this.#write(request, now)
      case 'CLOSE':
        return status(request.id, this.#handles.delete(request.handle) ? OK : FAILURE)
      case 'READDIR':
        return { packet: 'NAME', id: request.id, entries: this.files.list().map((file) => ({ ...file })) }
      case 'RENAME':
        return this.#rename(request)
    }
  }

  #open({ id, path, write, truncate }: SftpRequest & { packet: 'OPEN' }, now: Nanos): SftpAnswer {
    if (!write && !this.files.has(path)) return status(id, NO_SUCH_FILE)
    if (write) this.files.begin(path, truncate ? 0 : Infinity, now)
    const handle = this.#nextHandle++
    this.#handles.set(handle, path)
    return { packet: 'HANDLE', id, handle }
  }

  #read({ id, handle, offset, length }: SftpRequest & { packet: 'READ' }): SftpAnswer {
    const path = this.#handles.get(handle)
    if (path === undefined || !this.files.has(path)) return status(id, FAILURE)
    const data = this.files.read(path, offset, length)
    return data.length === 0 ? status(id, SFTP_EOF) : { packet: 'DATA', id, offset, data }
  }

  #write({ id, handle, offset, data }: SftpRequest & { packet: 'WRITE' }, now: Nanos): SftpAnswer {
    const path = this.#handles.get(handle)
    if (path === undefined || this.files.stat(path)?.sizeBytes !== offset) return status(id, FAILURE)
    this.files.append(path, data, now)
    return status(id, OK)
  }

  #rename({ id, from, to }: SftpRequest & { packet: 'RENAME' }): SftpAnswer {
    if (!this.files.has(from)) return status(id, NO_SUCH_FILE)
    this.files.rename(from, to)
    return status(id, OK)
  }
}

const TEXTS: Readonly<Record<number, string>> = {
  [OK]: 'ok',
  [SFTP_EOF]: 'end of file',
  [NO_SUCH_FILE]: 'no such file',
  [FAILURE]: 'failure',
}
const status = (id: number, code: number): SftpAnswer => ({ packet: 'STATUS', id, code, text: TEXTS[code] })
