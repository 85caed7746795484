import { strToU8 } from 'fflate'
import { describe, expect, test } from 'vitest'
import { crc32, Crc32 } from './crc32.ts'
import { FileStore } from './file-store.ts'
import { FtpSession } from './ftp-session.ts'
import { SFTP_EOF, SftpSession } from './sftp-session.ts'

function storeWith(name: string, text: string): FileStore {
  const files = new FileStore()
  files.begin(name, 0, 5e9)
  files.append(name, strToU8(text), 5e9)
  return files
}

function ftp(files = storeWith('a.csv', 'hello'), needsTls = false) {
  const session = new FtpSession({ files, needsTls, secure: false })
  const say = (...lines: string[]) => lines.map((line) => session.receive(line, 7e9).reply)
  const login = () => say('USER x', 'PASS y', 'TYPE I')
  return { session, say, login, files }
}

describe('FTP', () => {
  test('RFC 959, section 5.4: a login is USER 331, PASS 230, and nothing works before it', () => {
    const { say } = ftp()
    expect(say('RETR a.csv', 'PASS y', 'USER x', 'PASS y', 'NOOP')).toEqual([
      '530 please log in with USER and PASS',
      '503 USER comes first',
      '331 password required',
      '230 logged in',
      '200 fine',
    ])
  })

  test('RFC 959, section 4.1.2: a transfer needs a data connection of its own', () => {
    const { session, say, login } = ftp()
    login()
    expect(say('RETR a.csv')).toEqual(['425 use PASV first'])
    expect(say('PASV')[0]).toMatch(/^227 /)
    expect(session.receive('RETR a.csv', 0)).toEqual({
      reply: '150 opening data connection for a.csv (5 bytes)',
      action: { do: 'send-file', name: 'a.csv', offset: 0 },
    })
    expect(say('RETR a.csv')).toEqual(['425 use PASV first'])
  })

  test('RFC 3659, section 5: REST counts for the next command only, and not beyond the end', () => {
    const { session, say, login } = ftp()
    login()
    say('PASV', 'REST 3')
    expect(session.receive('RETR a.csv', 0).action).toMatchObject({ offset: 3 })
    say('PASV')
    expect(session.receive('RETR a.csv', 0).action).toMatchObject({ offset: 0 })
    expect(say('PASV', 'REST 9', 'RETR a.csv').at(-1)).toBe('554 that is beyond the end of the file')
    expect(say('REST minus')).toEqual(['501 REST wants a byte count'])
  })

  test('RFC 3659, sections 3, 4 and 7: size, time and listing for machines', () => {
    const { session, say, login } = ftp()
    login()
    expect(say('SIZE a.csv', 'MDTM a.csv', 'SIZE b.csv')).toEqual(['213 5', '213 5.000', '550 no such file'])
    say('PASV')
    expect(session.receive('MLSD', 0).action).toEqual({
      do: 'send-text',
      text: 'type=file;size=5;modify=5.000; a.csv\r\n',
    })
  })

  test('RFC 4217, sections 4 and 9: TLS comes before the login, PBSZ and PROT after it', () => {
    const { say } = ftp(undefined, true)
    expect(say('USER x', 'AUTH SSL', 'AUTH TLS', 'USER x', 'PASS y', 'PBSZ 0', 'PROT C', 'PROT P')).toEqual([
      '522 TLS is required',
      '504 only TLS is known',
      '234 begin TLS',
      '331 password required',
      '230 logged in',
      '200 PBSZ=0',
      '536 only P is accepted',
      '200 data will be private',
    ])
  })

  test('a file is renamed in one step, and stored from where it was', () => {
    const { session, say, login, files } = ftp()
    login()
    expect(say('RNTO b', 'RNFR none', 'RNFR a.csv', 'RNTO b.csv')).toEqual([
      '503 RNFR comes first',
      '550 no such file',
      '350 ready for the new name',
      '250 renamed',
    ])
    say('PASV', 'REST 2')
    expect(session.receive('STOR b.csv', 0).action).toMatchObject({ do: 'receive-file', offset: 2 })
    expect(files.stat('b.csv')!.sizeBytes).toBe(2)
    expect(say('PASV', 'REST 9', 'STOR b.csv').at(-1)).toBe('554 that would leave a hole')
    expect(session.transferred(false)).toMatch(/^426 /)
    expect(say('DELE b.csv', 'FLY', 'PORT 10,0,0,2,4,1')).toEqual([
      '250 deleted',
      '500 unknown command',
      '502 this server has no such command',
    ])
  })
})

describe('SFTP version 3', () => {
  test('reads by handle and offset, and answers EOF at the end', () => {
    const session = new SftpSession(storeWith('a.csv', 'hello'))
    expect(session.receive({ packet: 'INIT', version: 6 }, 0)).toEqual({ packet: 'VERSION', version: 3 })
    const opened = session.receive({ packet: 'OPEN', id: 1, path: 'a.csv', write: false, truncate: false }, 0)
    expect(opened).toEqual({ packet: 'HANDLE', id: 1, handle: 1 })
    const read = (id: number, offset: number) =>
      session.receive({ packet: 'READ', id, handle: 1, offset, length: 3 }, 0)
    expect(read(2, 3)).toMatchObject({ packet: 'DATA', id: 2, data: strToU8('lo') })
    expect(read(3, 5)).toMatchObject({ packet: 'STATUS', id: 3, code: SFTP_EOF })
    expect(session.receive({ packet: 'CLOSE', id: 4, handle: 1 }, 0)).toMatchObject({ code: 0 })
    expect(read(5, 0)).toMatchObject({ packet: 'STATUS', text: 'failure' })
  })

  test('writes where the file ends, lists, and renames', () => {
    const files = storeWith('a.csv', 'hello')
    const session = new SftpSession(files)
    session.receive({ packet: 'OPEN', id: 1, path: 'b', write: true, truncate: true }, 0)
    const write = (offset: number) =>
      session.receive({ packet: 'WRITE', id: 2, handle: 1, offset, data: strToU8('abc') }, 0)
    expect([write(0), write(7), write(3)].map((answer) => answer.packet === 'STATUS' && answer.code)).toEqual(
      [0, 4, 0],
    )
    expect(session.receive({ packet: 'RENAME', id: 3, from: 'b', to: 'c' }, 0)).toMatchObject({ code: 0 })
    const listing = session.receive({ packet: 'READDIR', id: 4 }, 0)
    expect(
      listing.packet === 'NAME' && listing.entries.map(({ name, sizeBytes }) => [name, sizeBytes]),
    ).toEqual([
      ['a.csv', 5],
      ['c', 6],
    ])
    expect(
      session.receive({ packet: 'OPEN', id: 5, path: 'b', write: false, truncate: false }, 0),
    ).toMatchObject({ text: 'no such file' })
  })
})

test('the checksum is the one of RFC 1952, however the bytes come', () => {
  expect(crc32(strToU8('123456789'))).toBe(0xcbf43926)
  const piecewise = new Crc32()
  for (const digit of '123456789') piecewise.push(strToU8(digit))
  expect(piecewise.value).toBe(0xcbf43926)
})

test('a file that grows keeps its bytes, and one that is replaced goes at once', () => {
  const files = storeWith('a', 'x'.repeat(5_000))
  files.append('a', strToU8('y'), 9e9)
  expect(files.read('a', 4_999, 10)).toEqual(strToU8('xy'))
  files.begin('b', 0, 1)
  files.rename('b', 'a')
  expect(files.list()).toEqual([expect.objectContaining({ name: 'a', sizeBytes: 0 })])
})
