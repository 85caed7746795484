import type { Nanos } from '../../lib/units.ts'
import type { FileStore } from './file-store.ts'

/** What the server does on its data connection after a reply. */
export type FtpAction =
  | { readonly do: 'send-file'; readonly name: string; readonly offset: number }
  | { readonly do: 'send-text'; readonly text: string }
  | { readonly do: 'receive-file'; readonly name: string; readonly offset: number }
  | { readonly do: 'listen' }
  | { readonly do: 'secure' }
  | { readonly do: 'close' }

export interface FtpAnswer {
  readonly reply: string
  readonly action?: FtpAction
}

const UNKNOWN = { reply: '500 unknown command' }
/** Commands that there are and that this server leaves out: active mode, old forms, and what only people at a terminal use. */
const LEFT_OUT = { reply: '502 this server has no such command' }
const LEFT_OUT_OF_RFC_959 = new Set(
  'ABOR ACCT ALLO APPE CWD CDUP HELP LIST MKD MODE NLST PORT PWD REIN RMD SITE SMNT STAT STOU STRU SYST'.split(
    ' ',
  ),
)
const NO_LOGIN = { reply: '530 please log in with USER and PASS' }
const NO_DATA = { reply: '425 use PASV first' }
const OPEN_TO_ALL = new Set(['USER', 'PASS', 'QUIT', 'AUTH', 'FEAT', 'NOOP'])
const SECONDS = 1_000_000_000

/**
 * The server's side of an FTP control connection: a command comes in, a reply goes out, and what is to be done on the data connection.
 * Paper: RFC 959 (commands and replies), RFC 3659 (SIZE, MDTM, MLSD, REST in stream mode), RFC 4217 (AUTH TLS, PBSZ, PROT).
 * Compare: sftp-session (one connection, numbered requests). Cost: O(1) a command, O(files) a listing.
 * Invariant: no file is touched before a login; a transfer needs a passive data connection of its own; REST counts for the next command only.
 */
export class FtpSession {
  #user: string | null = null
  #loggedIn = false
  #passive = false
  #restart = 0
  #renameFrom: string | null = null
  /** Replies so far, for pictures. */
  commands = 0

  constructor(readonly options: { readonly files: FileStore; readonly needsTls: boolean; secure: boolean }) {}

  receive(line: string, now: Nanos): FtpAnswer {
    const space = line.indexOf(' ')
    const command = (space === -1 ? line : line.slice(0, space)).toUpperCase()
    const argument = space === -1 ? '' : line.slice(space + 1)
    this.commands++
    if (!this.#loggedIn && !OPEN_TO_ALL.has(command)) return NO_LOGIN
    const handler = HANDLERS[command]
    if (handler !== undefined) return handler(this, argument, now)
    return LEFT_OUT_OF_RFC_959.has(command) ? LEFT_OUT : UNKNOWN
  }

  /** The reply after a transfer. */
  transferred(complete: boolean): string {
    return complete ? '226 transfer complete' : '426 connection closed; transfer aborted'
  }

  user(name: string): FtpAnswer {
    if (this.options.needsTls && !this.options.secure) return { reply: '522 TLS is required' }
    this.#user = name
    return { reply: '331 password required' }
  }

  pass(): FtpAnswer {
    if (this.#user === null) return { reply: '503 USER comes first' }
    this.#loggedIn = true
    return { reply: '230 logged in' }
  }

  auth(mechanism: string): FtpAnswer {
    if (mechanism.toUpperCase() !== 'TLS') return { reply: '504 only TLS is known' }
    this.options.secure = true
    return { reply: '234 begin TLS', action: { do: 'secure' } }
  }

  pasv(): FtpAnswer {
    this.#passive = true
    return { reply: '227 entering passive mode (10,0,0,1,195,80)', action: { do: 'listen' } }
  }

  rest(argument: string): FtpAnswer {
    if (!/^\d{1,15}$/.test(argument)) return { reply: '501 REST wants a byte count' }
    this.#restart = Number(argument)
    return { reply: `350 restarting at ${this.#restart}` }
  }

  retr(name: string): FtpAnswer {
    const offset = this.#takeRestart()
    if (!this.#takePassive()) return NO_DATA
    const file = this.options.files.stat(name)
    if (file === null) return { reply: '550 no such file' }
    if (offset > file.sizeBytes) return { reply: '554 that is beyond the end of the file' }
    const reply = `150 opening data connection for ${name} (${file.sizeBytes - offset} bytes)`
    return { reply, action: { do: 'send-file', name, offset } }
  }

  stor(name: string, now: Nanos): FtpAnswer {
    const offset = this.#takeRestart()
    if (!this.#takePassive()) return NO_DATA
    if (offset > (this.options.files.stat(name)?.sizeBytes ?? 0))
      return { reply: '554 that would leave a hole' }
    this.options.files.begin(name, offset, now)
    return { reply: `150 ready for ${name}`, action: { do: 'receive-file', name, offset } }
  }

  mlsd(): FtpAnswer {
    if (!this.#takePassive()) return NO_DATA
    const lines = this.options.files
      .list()
      .map(
        ({ name, sizeBytes, modifiedAt }) =>
          `type=file;size=${sizeBytes};modify=${stamp(modifiedAt)}; ${name}\r\n`,
      )
    return { reply: '150 here comes the listing', action: { do: 'send-text', text: lines.join('') } }
  }

  size(name: string): FtpAnswer {
    const file = this.options.files.stat(name)
    return { reply: file === null ? '550 no such file' : `213 ${file.sizeBytes}` }
  }

  mdtm(name: string): FtpAnswer {
    const file = this.options.files.stat(name)
    return { reply: file === null ? '550 no such file' : `213 ${stamp(file.modifiedAt)}` }
  }

  renameFrom(name: string): FtpAnswer {
    if (!this.options.files.has(name)) return { reply: '550 no such file' }
    this.#renameFrom = name
    return { reply: '350 ready for the new name' }
  }

  renameTo(name: string): FtpAnswer {
    const from = this.#renameFrom
    if (from === null) return { reply: '503 RNFR comes first' }
    this.#renameFrom = null
    if (!this.options.files.has(from)) return { reply: '550 no such file' }
    this.options.files.rename(from, name)
    return { reply: '250 renamed' }
  }

  delete(name: string): FtpAnswer {
    if (!this.options.files.has(name)) return { reply: '550 no such file' }
    this.options.files.delete(name)
    return { reply: '250 deleted' }
  }

  #takeRestart(): number {
    const restart = this.#restart
    this.#restart = 0
    return restart
  }

  #takePassive(): boolean {
    const passive = this.#passive
    this.#passive = false
    return passive
  }
}

type Handler = (session: FtpSession, argument: string, now: Nanos) => FtpAnswer
const fixed =
  (reply: string): Handler =>
  () => ({ reply })

const HANDLERS: Readonly<Record<string, Handler>> = {
  USER: (session, name) => session.user(name),
  PASS: (session) => session.pass(),
  AUTH: (session, mechanism) => session.auth(mechanism),
  PBSZ: fixed('200 PBSZ=0'),
  PROT: (_session, level) => ({
    reply: level === 'P' ? '200 data will be private' : '536 only P is accepted',
  }),
  FEAT: fixed('211 AUTH TLS, MLSD, REST STREAM, SIZE, MDTM'),
  NOOP: fixed('200 fine'),
  TYPE: (_session, type) => ({ reply: type === 'I' ? '200 binary' : '504 only type I' }),
  PASV: (session) => session.pasv(),
  REST: (session, argument) => session.rest(argument),
  RETR: (session, name) => session.retr(name),
  STOR: (session, name, now) => session.stor(name, now),
  MLSD: (session) => session.mlsd(),
  SIZE: (session, name) => session.size(name),
  MDTM: (session, name) => session.mdtm(name),
  RNFR: (session, name) => session.renameFrom(name),
  RNTO: (session, name) => session.renameTo(name),
  DELE: (session, name) => session.delete(name),
  QUIT: () => ({ reply: '221 goodbye', action: { do: 'close' } }),
}

/** Simulated time as a time-val of RFC 3659: seconds and thousandths since the start stand for the clock. */
const stamp = (nanos: Nanos): string => (nanos / SECONDS).toFixed(3)
