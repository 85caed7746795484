import { describe, expect, test } from 'vitest'
import { ms } from '../../lib/units.ts'
import { bytesOf, serverBed } from './file-server.bed.ts'
import { BLOCK_BYTES, BLOCKS_UNDER_WAY, type Packet } from './protocol.ts'

const joined = (blocks: readonly Uint8Array[]) => Uint8Array.from(blocks.flatMap((block) => [...block]))
const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i])

const blocksOf = (packets: readonly Packet[]) => packets.filter((packet) => packet.type === 'block')
const replies = (packets: readonly Packet[]) =>
  packets.flatMap((packet) => (packet.type === 'line' ? [packet.text.slice(0, 3)] : []))

describe('by FTP', () => {
  test('greets, wants a login before anything else, and a data connection before a transfer', () => {
    const { open, line, put, login } = serverBed()
    put('a.csv', bytesOf(10))
    expect(open(1, 'ftp-control')).toEqual([
      { type: 'opened', connection: 1 },
      { type: 'line', connection: 1, text: '220 ready' },
    ])
    expect(line('RETR a.csv')[0]).toMatch(/^530/)
    login()
    expect(line('RETR a.csv')[0]).toMatch(/^425/)
    expect(line('SIZE a.csv')[0]).toBe('213 10')
    expect(line('HELP')[0]).toMatch(/^502/)
  })

  test('sends a file as far as the window is open, goes on as blocks are taken, and says at the end that it is whole', () => {
    const { login, put, begin, say, server } = serverBed()
    const bytes = bytesOf(BLOCK_BYTES * (BLOCKS_UNDER_WAY + 1) + 5)
    put('a.csv', bytes)
    login()
    const first = begin('RETR a.csv')
    expect(replies(first)).toEqual(['150'])
    const blocks = blocksOf(first)
    expect(blocks).toHaveLength(BLOCKS_UNDER_WAY)
    blocks.push(...blocksOf(say({ type: 'taken', connection: 2, next: BLOCK_BYTES })))
    expect(blocks).toHaveLength(BLOCKS_UNDER_WAY + 1)
    blocks.push(...blocksOf(say({ type: 'taken', connection: 2, next: BLOCK_BYTES * 9 })))
    expect(same(joined(blocks.map((block) => block.bytes)), bytes)).toBe(true)
    const last = say({ type: 'taken', connection: 2, next: bytes.length })
    expect(last).toEqual([
      { type: 'closed', connection: 2, complete: true },
      { type: 'line', connection: 1, text: expect.stringMatching(/^226/) },
    ])
    expect(server.counters.sent).toBe(bytes.length)
  })

  test('after a cut sends the rest from where REST says, once; the next transfer is whole again', () => {
    const { login, put, begin, cut, heard, say, server } = serverBed()
    const bytes = bytesOf(BLOCK_BYTES * 3)
    put('a.csv', bytes)
    login()
    begin('RETR a.csv')
    heard.length = 0
    cut()
    expect(heard).toEqual([1, 2].map((connection) => ({ type: 'closed', connection, complete: false })))
    expect(server.counters.cut).toBe(2)
    expect(say({ type: 'line', connection: 1, text: 'NOOP' })).toEqual([
      { type: 'closed', connection: 1, complete: false },
    ])
    login()
    const rest = blocksOf(begin('RETR a.csv', BLOCK_BYTES, 3))
    expect(rest[0].offset).toBe(BLOCK_BYTES)
    expect(same(joined(rest.map((block) => block.bytes)), bytes.slice(BLOCK_BYTES))).toBe(true)
    say({ type: 'taken', connection: 3, next: bytes.length })
    expect(blocksOf(begin('RETR a.csv', 0, 4))[0].offset).toBe(0)
  })

  test('stores block by block for everybody to see, and after a cut goes on where it was', () => {
    const { login, begin, say, cut, content, line } = serverBed()
    const bytes = bytesOf(BLOCK_BYTES * 2)
    const block = (offset: number, connection: number): Packet => {
      return { type: 'block', connection, offset, bytes: bytes.slice(offset, offset + BLOCK_BYTES) }
    }
    login()
    expect(replies(begin('STOR a.csv'))).toEqual(['150'])
    expect(say(block(0, 2))).toEqual([{ type: 'taken', connection: 2, next: BLOCK_BYTES }])
    cut()
    expect(same(content('a.csv'), bytes.slice(0, BLOCK_BYTES))).toBe(true)
    login()
    expect(line('SIZE a.csv')[0]).toBe(`213 ${BLOCK_BYTES}`)
    begin('STOR a.csv', BLOCK_BYTES, 3)
    say(block(BLOCK_BYTES, 3))
    expect(replies(say({ type: 'closed', connection: 3, complete: true }))).toEqual(['226'])
    expect(same(content('a.csv'), bytes)).toBe(true)
  })

  test('breaks off when a block is missing, and when the client would leave a hole', () => {
    const { login, begin, say, content } = serverBed()
    login()
    begin('STOR a.csv')
    const late: Packet = { type: 'block', connection: 2, offset: BLOCK_BYTES, bytes: bytesOf(10) }
    const told = say(late)
    expect(told[0]).toEqual({ type: 'closed', connection: 2, complete: false })
    expect(replies(told)).toEqual(['426'])
    expect(content('a.csv')).toHaveLength(0)
    expect(replies(begin('STOR a.csv', 100, 3))).toEqual(['554'])
  })

  test('breaks off with whoever stores, when somebody else begins the same file anew', () => {
    const { login, begin, say, line, open } = serverBed()
    login()
    begin('STOR a.csv')
    const block = (offset: number): Packet => ({ type: 'block', connection: 2, offset, bytes: bytesOf(10) })
    say(block(0))
    open(5, 'ftp-control')
    for (const text of ['USER other', 'PASS secret', 'PASV']) line(text, 5)
    open(6, 'ftp-data', 5)
    line('STOR a.csv', 5)
    expect(replies(say(block(10)))).toEqual(['426'])
  })

  test('breaks off when the file goes away while it is sent', () => {
    const { login, put, begin, say, files } = serverBed()
    put('a.csv', bytesOf(BLOCK_BYTES * 20))
    login()
    begin('RETR a.csv')
    files().delete('a.csv')
    expect(replies(say({ type: 'taken', connection: 2, next: BLOCK_BYTES }))).toEqual(['426'])
    expect(say({ type: 'taken', connection: 2, next: BLOCK_BYTES })).toEqual([
      { type: 'closed', connection: 2, complete: false },
    ])
  })

  test('renames only what is there, even if it was there before', () => {
    const { login, line, put, files, content } = serverBed()
    put('a.part', bytesOf(10))
    login()
    expect(line('RNTO a.csv')[0]).toMatch(/^503/)
    expect([line('RNFR a.part')[0], line('RNTO a.csv')[0]]).toEqual([
      '350 ready for the new name',
      '250 renamed',
    ])
    expect(content('a.csv')).toEqual(bytesOf(10))
    line('RNFR a.csv')
    files().delete('a.csv')
    expect(line('RNTO b.csv')[0]).toMatch(/^550/)
    expect(files().list()).toEqual([])
  })

  test('ends the conversation when it is asked to', () => {
    const { login, line, say, server } = serverBed()
    login()
    expect(line('QUIT')[0]).toMatch(/^221/)
    expect(say({ type: 'line', connection: 1, text: 'NOOP' })[0]).toMatchObject({ type: 'closed' })
    expect(server.behaviour.inspect()).toMatchObject({ openConnections: 0 })
  })
})

test('by FTPS nobody logs in without TLS', () => {
  const { open, line, say } = serverBed()
  open(1, 'ftps-control')
  expect(line('USER partner')[0]).toMatch(/^522/)
  expect(line('AUTH TLS')[0]).toMatch(/^234/)
  expect(say({ type: 'handshake', connection: 1, step: 1 })).toEqual([
    { type: 'handshake', connection: 1, step: 1 },
  ])
  expect([line('USER partner')[0], line('PASS secret')[0]]).toEqual([
    '331 password required',
    '230 logged in',
  ])
})

describe('its files', () => {
  test('outlive a crash, its connections do not', () => {
    const { bed, server, login, put, content, say } = serverBed()
    put('a.csv', bytesOf(10))
    login()
    server.node.crash()
    bed.run(bed.kernel.now + ms(100))
    server.node.restart()
    expect(content('a.csv')).toEqual(bytesOf(10))
    expect(say({ type: 'line', connection: 1, text: 'NOOP' })).toEqual([
      { type: 'closed', connection: 1, complete: false },
    ])
  })

  test('are kept up to so many, the oldest goes; what is still being written under another name does not count yet', () => {
    const { bed, login, line, put, files } = serverBed({ keepFiles: 2 })
    login()
    for (const name of ['b', 'a', 'c']) {
      bed.run(bed.kernel.now + ms(1))
      put(`${name}.part`, bytesOf(1))
      line(`RNFR ${name}.part`)
      line(`RNTO ${name}.csv`)
    }
    expect(
      files()
        .list()
        .map(({ name }) => name),
    ).toEqual(['a.csv', 'c.csv'])
  })
})

test('does not change when it is looked at', () => {
  const { login, put, begin, server } = serverBed()
  put('a.csv', bytesOf(BLOCK_BYTES * 20))
  login()
  begin('RETR a.csv')
  const look = () => JSON.stringify(server.behaviour.inspect())
  expect(look()).toContain('a.csv')
  expect(look()).toBe(look())
})
