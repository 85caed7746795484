import { formatOfFile } from '../../algorithms/format/formats.ts'
import { ms, s, us } from '../../lib/units.ts'
import type { Call, Steps } from '../define-service.ts'
import type { RemoteFile, RemoteFiles } from '../file-server/client/remote-files.ts'
import { withRetries } from '../file-server/client/retry.ts'
import type { LoadedRow, RowChunk } from '../row-table/service.ts'
import type { AdapterContext, AdapterState } from './adapter-state.ts'
import { FileImport, versionOf, type Reject } from './file-import.ts'

const LOAD_TIMEOUT = ms(2_000)
/** Rejected rows, and files that they are of, which wait for somebody to see to them. */
const REJECTS_KEPT = 20_000
const REJECTED_FILES_KEPT = 200

/** A job that holds more than it may is ended, as the system would end it. */
class OutOfMemory extends Error {}
/** The table could not be reached often enough. */
class LoadFailed extends Error {}

/** One job: looks what is new on the server and loads it. One job runs at a time. */
export function* importJob(state: AdapterState, call: Call, ctx: AdapterContext): Steps<unknown> {
  yield* ctx.hold('jobs')
  try {
    const imported: string[] = []
    for (let run = 1; run <= ctx.params.runs; run++) {
      // Who runs a job a second time does not know that it was done.
      for (const name of imported.splice(0)) state.disk.loaded.delete(name)
      const done = yield* withRetries(retryOptions(state, ctx), (remote) =>
        sync(state, remote, imported, ctx),
      )
      if (!done) return ctx.fail(call, 'transfer-failed')
    }
    return imported.length
  } catch (error) {
    state.current = null
    state.wires!.closeAll()
    if (error instanceof OutOfMemory) return ctx.fail(call, 'out-of-memory')
    if (error instanceof LoadFailed) return ctx.fail(call, 'origin-down')
    throw error
  } finally {
    ctx.gauge('memory', 0)
    ctx.release('jobs')
  }
}

const retryOptions = (state: AdapterState, ctx: AdapterContext) => ({
  wires: state.wires!,
  protocol: () => ctx.params.protocol,
  params: () => ctx.params,
  retried: () => ctx.count('retried'),
})

/** Brings the table up to what the directory holds. */
function* sync(state: AdapterState, remote: RemoteFiles, imported: string[], ctx: AdapterContext): Steps {
  const files = yield* remote.list()
  forgetMissing(state, files)
  for (const file of files) {
    if (formatOfFile(file.name) === null || state.disk.loaded.get(file.name) === versionOf(file)) continue
    yield* importFile(state, remote, file, ctx)
    imported.push(file.name)
  }
}

/** What the server has no more will not be fetched again. */
function forgetMissing({ disk, highest }: AdapterState, files: readonly RemoteFile[]): void {
  const names = new Set(files.map(({ name }) => name))
  for (const known of [disk.loaded, highest])
    for (const name of known.keys()) if (!names.has(name)) known.delete(name)
}

function* importFile(state: AdapterState, remote: RemoteFiles, file: RemoteFile, ctx: AdapterContext): Steps {
  const { reading, text, transform, resume } = ctx.params
  const left = state.current
  const goesOn = resume === 'rest' && left !== null && left.continues(file)
  const options = { whole: reading === 'whole', strict: text === 'strict', transform }
  const work = goesOn ? left : new FileImport(file, formatOfFile(file.name)!, options)
  state.current = work
  yield* remote.download(file.name, work.offset, (bytes) => takeBytes(state, work, bytes, ctx))
  yield* accept(work, work.end(), true, ctx)
  finish(state, work, ctx)
}

function* takeBytes(state: AdapterState, work: FileImport, bytes: Uint8Array, ctx: AdapterContext): Steps {
  const { name, sizeBytes } = work.file
  const highest = state.highest.get(name) ?? 0
  ctx.count('received', bytes.length)
  ctx.count('again', Math.max(0, Math.min(bytes.length, highest - work.offset)))
  const rows = work.take(bytes)
  state.highest.set(name, Math.max(highest, work.offset))
  ctx.gauge('progress', sizeBytes === 0 ? 1 : work.offset / sizeBytes)
  yield* accept(work, rows, false, ctx)
}

/** Works on rows that were read, and loads chunks that are full. */
function* accept(work: FileImport, rows: number, all: boolean, ctx: AdapterContext): Steps {
  ctx.count('rows', rows)
  ctx.gauge('memory', work.heldBytes)
  if (work.heldBytes > ctx.params.memoryKb * 1_000) throw new OutOfMemory()
  if (rows > 0) yield* ctx.work(us(rows * ctx.params.rowMicros), 'parser')
  const { chunkRows } = ctx.params
  for (let chunk = work.takeChunk(chunkRows, all); chunk !== null; chunk = work.takeChunk(chunkRows, all)) {
    yield* load(work.file.name, chunk, ctx)
  }
}

/** Loads one chunk; whether an attempt that timed out was done is not known, so it may be done twice. */
function* load(file: string, rows: LoadedRow[], ctx: AdapterContext): Steps {
  const body: RowChunk = { file, rows }
  for (let attempt = 0; attempt <= ctx.params.retries; attempt++) {
    if (attempt > 0) {
      ctx.count('retried')
      yield* ctx.sleep(s(ctx.params.retrySeconds))
    }
    const options = { timeoutNanos: LOAD_TIMEOUT, attempt: attempt + 1 }
    const reply = yield* ctx.call(
      ctx.links('table')[0],
      { op: 'load', body, sizeBytes: rows.length * 60 },
      options,
    )
    if (reply.ok) return
  }
  throw new LoadFailed()
}

/** The file is in the table: what was rejected is kept, and the version is noted. */
function finish(state: AdapterState, work: FileImport, ctx: AdapterContext): void {
  const { file, rejects, mended, rowsRead, crc, offset } = work
  const keeps = ctx.params.rejects === 'keep'
  if (keeps) keepRejects(state.disk.rejects, file.name, rejects)
  state.disk.loaded.set(file.name, versionOf(file))
  state.current = null
  ctx.count('files')
  ctx.count('rejected', rejects.length)
  ctx.count('mended', mended)
  ctx.count('lost', work.skippedCharacters)
  if (ctx.wants('file-loaded')) {
    ctx.fact('file-loaded', { name: file.name, sizeBytes: offset, crc, rowsRead, rejected: rejects.length })
  }
}

/** The latest stand last; of the oldest nobody asks any more. */
function keepRejects(kept: AdapterState['rejects'], name: string, rejects: readonly Reject[]): void {
  kept.delete(name)
  kept.set(name, rejects)
  let rows = 0
  for (const each of kept.values()) rows += each.length
  for (const [file, { length }] of kept) {
    if ((rows <= REJECTS_KEPT && kept.size <= REJECTED_FILES_KEPT) || file === name) break
    kept.delete(file)
    rows -= length
  }
}
