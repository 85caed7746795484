import type { StoreOutgoing } from '../../algorithms/replication/dynamo/store-outbox.ts'
import { ms, us } from '../../lib/units.ts'
import { dispatch } from './perform.ts'
import type { StorageContext, StorageState } from './storage-state.ts'

/** The log is on disk up to where it was when the sync began. */
export interface Synced {
  readonly type: 'synced'
}
/** A slice of reading and writing tables is done. */
export interface Merged {
  readonly type: 'merged'
}

const SYNCED: Synced = { type: 'synced' }
const MERGED: Merged = { type: 'merged' }
/** Tables are read and written in slices, so that reads and syncs come in between. */
const SLICE_BYTES = 64_000
const NOBODY: readonly StoreOutgoing[] = []

/** How long the disk takes for so many bytes in sequence. */
const bytesTake = (bytes: number, ctx: StorageContext): number =>
  us(bytes / ctx.params.diskMegabytesPerSecond)

/** Makes the log durable; what comes during one sync goes into the next together. */
export function syncSoon(state: StorageState, ctx: StorageContext): void {
  if (state.syncing !== null) return
  state.syncing = state.unsynced
  state.unsynced = []
  state.syncedAt = ctx.now
  const bytes = state.node.lsm.beginSync()
  ctx.job(us(ctx.params.fsyncMicros) + bytesTake(bytes, ctx), 'disk', SYNCED)
}

/** The log is durable: what waited for that is sent. */
export function synced(state: StorageState, ctx: StorageContext): void {
  state.node.lsm.completeSync()
  const confirmed = state.syncing ?? NOBODY
  state.syncing = null
  for (const outgoing of confirmed) dispatch(state, outgoing, ctx)
  if (state.unsynced.length > 0) syncSoon(state, ctx)
}

/** Where nobody waits for the log, it is synced now and then. */
export function syncInTime(state: StorageState, ctx: StorageContext): void {
  const { sync, syncEveryMs } = ctx.params
  const isDue = ctx.now - state.syncedAt >= ms(syncEveryMs)
  if (state.unsynced.length > 0 || (sync === 'periodic' && isDue)) syncSoon(state, ctx)
}

/** Begins to write out a memtable or to merge tables, if it is time. */
export function mergeSoon(state: StorageState, ctx: StorageContext): void {
  if (state.merging !== null) return
  const job = state.node.lsm.startJob()
  if (job === null) return
  state.merging = { job, bytesLeft: job.readBytes + job.writeBytes }
  nextSlice(state.merging, ctx)
}

export function merged(state: StorageState, ctx: StorageContext): void {
  const merging = state.merging!
  if (merging.bytesLeft > 0) return nextSlice(merging, ctx)
  state.node.lsm.finishJob(merging.job)
  state.merging = null
  mergeSoon(state, ctx)
}

function nextSlice(merging: NonNullable<StorageState['merging']>, ctx: StorageContext): void {
  const bytes = Math.min(SLICE_BYTES, merging.bytesLeft)
  merging.bytesLeft -= bytes
  ctx.job(bytesTake(bytes, ctx), 'disk', MERGED)
}
