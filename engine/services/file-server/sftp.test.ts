import { describe, expect, test } from 'vitest'
import { SFTP_EOF, type SftpAnswer } from '../../algorithms/transfer/sftp-session.ts'
import { bytesOf, serverBed } from './file-server.bed.ts'
import { BLOCK_BYTES, type Packet } from './protocol.ts'

describe('by SFTP', () => {
  test('answers several reads under way, each by its number, and the end of the file with EOF', () => {
    const { open, request, put, sayAll } = serverBed()
    const bytes = bytesOf(BLOCK_BYTES + 100)
    put('a.csv', bytes)
    open(1, 'sftp')
    expect(request({ packet: 'INIT', version: 3 })).toEqual({ packet: 'VERSION', version: 3 })
    const opened = request({ packet: 'OPEN', id: 1, path: 'a.csv', write: false, truncate: false })
    const { handle } = opened as SftpAnswer & { packet: 'HANDLE' }
    const read = (id: number): Packet => {
      const offset = (id - 2) * BLOCK_BYTES
      return {
        type: 'request',
        connection: 1,
        request: { packet: 'READ', id, handle, offset, length: BLOCK_BYTES },
      }
    }
    const answers = sayAll([3, 4, 2].map(read)).map(
      (packet) => (packet as Packet & { type: 'answer' }).answer,
    )
    expect(answers).toEqual([
      { packet: 'DATA', id: 3, offset: BLOCK_BYTES, data: bytes.slice(BLOCK_BYTES) },
      { packet: 'STATUS', id: 4, code: SFTP_EOF, text: 'end of file' },
      { packet: 'DATA', id: 2, offset: 0, data: bytes.slice(0, BLOCK_BYTES) },
    ])
  })

  test('after a cut, takes the rest of a file on a new connection; old handles are worth nothing there', () => {
    const { open, request, content, cut, say } = serverBed()
    const bytes = bytesOf(300)
    open(1, 'sftp')
    const path = 'a.csv'
    const handleOf = (answer: SftpAnswer) => (answer as SftpAnswer & { packet: 'HANDLE' }).handle
    const handle = handleOf(request({ packet: 'OPEN', id: 1, path, write: true, truncate: true }))
    request({ packet: 'WRITE', id: 2, handle, offset: 0, data: bytes.slice(0, 200) })
    cut()
    expect(say({ type: 'request', connection: 1, request: { packet: 'READDIR', id: 3 } })[0]).toMatchObject({
      type: 'closed',
      complete: false,
    })
    open(2, 'sftp')
    const write = { packet: 'WRITE', id: 4, handle, offset: 200, data: bytes.slice(200) } as const
    expect(request(write, 2)).toMatchObject({ packet: 'STATUS', code: 4 })
    const again = handleOf(request({ packet: 'OPEN', id: 5, path, write: true, truncate: false }, 2))
    expect(request({ ...write, id: 6, handle: again }, 2)).toMatchObject({ packet: 'STATUS', id: 6, code: 0 })
    expect(content(path)).toEqual(bytes)
  })
})
