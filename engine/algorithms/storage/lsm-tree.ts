import { assert } from '../../lib/assert.ts'
import type { RandomStream } from '../../lib/random.ts'
import { Amplification } from './amplification.ts'
import { bytesOf, type CompactionStrategy } from './compaction.ts'
import { LiveSizes } from './live-sizes.ts'
import type { Lookup, LsmDurable, LsmJob, LsmOptions } from './lsm-types.ts'
import { Memtable } from './memtable.ts'
import { mergeRuns } from './merge-runs.ts'
import { SegmentedLog } from './segmented-log.ts'
import { SortedTable } from './sorted-table.ts'
import { splitEntries } from './split-entries.ts'
import type { StoredEntry, ValueCodec } from './stored-entry.ts'
import { TableStack } from './table-stack.ts'
import { WriteAheadLog } from './write-ahead-log.ts'

/**
 * Log-structured merge tree: writes go to a log and to a sorted table in memory, which is written out when it is full; what
 * is on disk is never changed, only merged in the background. Every operation tells what the disk must do for it.
 * Paper: O'Neil, Cheng, Gawlick and O'Neil, "The log-structured merge-tree" (1996); Chang et al., "Bigtable" (2006).
 * Compare: a B-tree (reads one page a level and writes pages in place: less to read, more to write at random).
 * Cost: O(log n) and one record of log a write; a lookup may read one block of every run that its filter does not exclude.
 * Invariant: a lookup gives the value written last; after a crash, of a prefix of all writes that includes all that were synced.
 */
export class LsmTree<Value> {
  #options: LsmOptions<Value>
  readonly #durable: LsmDurable<Value>
  readonly #log: SegmentedLog<Value>
  readonly #tables: TableStack<Value>
  readonly #live = new LiveSizes()
  #strategy: CompactionStrategy
  #active = new Memtable<Value>()
  /** Full ones on their way to disk, newest first. */
  #frozen: readonly Memtable<Value>[] = []
  #job: LsmJob<Value> | null = null
  /** Nothing needs merging, and no table has come since that was found. */
  #isCompact = false
  #sequence = 0

  /** An empty disk. */
  static durable<Value>(): LsmDurable<Value> {
    return { segments: [], levels: [[]], nextTableId: 0, amplification: new Amplification() }
  }

  /** Starts on what the disk has. `random` decides what has survived of the log's tail that was never synced. */
  constructor(
    options: LsmOptions<Value>,
    strategy: CompactionStrategy,
    durable: LsmDurable<Value>,
    random: RandomStream,
  ) {
    assert(options.memtableBytes > 0 && options.tableBytes > 0, 'tables have room for something')
    this.#options = options
    this.#strategy = strategy
    this.#durable = durable
    this.#log = new SegmentedLog(durable, this.makeLog(options.codec))
    this.#tables = new TableStack(durable)
    for (const { entries } of this.#tables.oldestFirst()) for (const entry of entries) this.#know(entry)
    this.#active.segments.push(...durable.segments)
    for (const entry of this.recover(this.#log, random)) {
      this.#know(entry)
      this.#active.put(entry)
    }
    this.#active.segments.push(this.#log.beginSegment())
  }

  /** Takes up other options and another way to compact, for work to come. */
  configure(options: LsmOptions<Value>, strategy: CompactionStrategy): void {
    this.#options = options
    this.#strategy = strategy
    this.#isCompact = false
  }

  /** The number of the last write. */
  get sequence(): number {
    return this.#sequence
  }

  get amplification(): Amplification {
    return this.#durable.amplification
  }

  /** Tables on disk. */
  get tables(): number {
    return this.#tables.levels.flat().length
  }

  /** Bytes on disk for each byte that can still be read; 0 while there is none. */
  get spaceAmplification(): number {
    return this.#live.bytes === 0 ? 0 : (this.#tables.sizeBytes + this.#log.weightBytes) / this.#live.bytes
  }

  /** Writes, or deletes when the value is null. Durable once a sync that began after it is complete. */
  put(key: number, value: Value | null, sizeBytes: number): void {
    const { amplification } = this
    this.#sequence += 1
    const entry = { key, sequence: this.#sequence, value, sizeBytes }
    amplification.logBytes += this.#log.append(entry)
    amplification.userBytes += sizeBytes
    this.#know(entry)
    this.#active.put(entry)
    if (this.#active.sizeBytes >= this.#options.memtableBytes) this.#freeze()
  }

  get(key: number): Lookup<Value> {
    const { amplification } = this
    amplification.lookups += 1
    const before = amplification.blocksRead
    const entry = this.#inMemory(key) ?? this.#tables.find(key, amplification)
    return { value: entry?.value ?? null, blocks: amplification.blocksRead - before }
  }

  /** What `get` would give, without reading anything: for looking. */
  peek(key: number): Value | null {
    const entry = this.#inMemory(key) ?? this.#tables.find(key, null)
    return entry?.value ?? null
  }

  /** Begins to make all writes so far durable; gives how many bytes that is. One sync at a time. */
  beginSync(): number {
    return this.#log.beginSync()
  }

  completeSync(): void {
    this.#log.completeSync()
  }

  /** The next piece of work in the background, if there is any and none is under way. */
  startJob(): LsmJob<Value> | null {
    if (this.#job !== null || (this.#frozen.length === 0 && this.#isCompact)) return null
    this.#job = this.#flush() ?? this.#compaction()
    this.#isCompact = this.#job === null
    return this.#job
  }

  /** The disk is done: what was written takes the place of what was read. */
  finishJob(job: LsmJob<Value>): void {
    assert(job === this.#job, 'a job that is finished was started')
    const { amplification } = this
    this.#job = null
    if (job.plan !== null) {
      amplification.compactionReadBytes += job.readBytes
      amplification.compactionWriteBytes += job.writeBytes
      return this.#tables.replace(job.plan, job.outputs)
    }
    amplification.flushBytes += job.writeBytes
    const written = this.#frozen.at(-1)!
    this.#frozen = this.#frozen.slice(0, -1)
    this.#tables.addNewest(job.outputs[0])
    this.#log.drop(written.segments)
  }

  /** The newest version of every key that is not deleted, by rising key. Reads everything. */
  entries(): StoredEntry<Value>[] {
    const memtables = [this.#active, ...this.#frozen].map((memtable) => memtable.entries())
    const runs = [...memtables, ...this.#tables.levels.flat().map(({ entries }) => entries)]
    return mergeRuns(runs).filter(({ value }) => value !== null)
  }

  /** What the view draws. Reads only. */
  inspect() {
    const { amplification, spaceAmplification } = this
    const { entryCount: entries, sizeBytes } = this.#active
    return {
      compaction: this.#strategy.name,
      memtable: { entries, sizeBytes, full: this.#options.memtableBytes, frozen: this.#frozen.length },
      logBytes: this.#log.weightBytes,
      levels: this.#tables.levels.map((tables) => tables.map((table) => table.inspect())),
      merging: this.#job?.plan?.inputs.length ?? 0,
      liveBytes: this.#live.bytes,
      readAmplification: amplification.read,
      writeAmplification: amplification.write,
      spaceAmplification,
    } as const
  }

  protected makeLog(codec: ValueCodec<Value>): WriteAheadLog<Value> {
    return new WriteAheadLog(codec)
  }

  /** What the log still has. */
  protected recover(log: SegmentedLog<Value>, random: RandomStream): StoredEntry<Value>[] {
    return log.recover(random)
  }

  /** Whether a tombstone has nothing left to hide: no older table can have its key. */
  protected mayDrop(key: number, older: readonly SortedTable<Value>[]): boolean {
    return !older.some((table) => table.covers(key))
  }

  protected makeTable(entries: readonly StoredEntry<Value>[]): SortedTable<Value> {
    return new SortedTable(this.#tables.nextId(), entries, this.#options)
  }

  protected merge(runs: readonly (readonly StoredEntry<Value>[])[]): StoredEntry<Value>[] {
    return mergeRuns(runs)
  }

  #know({ key, sequence, value, sizeBytes }: StoredEntry<Value>): void {
    this.#sequence = Math.max(this.#sequence, sequence)
    this.#live.set(key, value === null ? 0 : sizeBytes)
  }

  #inMemory(key: number): StoredEntry<Value> | undefined {
    const entry = this.#active.get(key)
    if (entry !== undefined || this.#frozen.length === 0) return entry
    for (const memtable of this.#frozen) {
      const frozen = memtable.get(key)
      if (frozen !== undefined) return frozen
    }
    return undefined
  }

  #freeze(): void {
    this.#frozen = [this.#active, ...this.#frozen]
    this.#active = new Memtable()
    this.#active.segments.push(this.#log.beginSegment())
  }

  #flush(): LsmJob<Value> | null {
    const memtable = this.#frozen.at(-1)
    if (memtable === undefined) return null
    const table = this.makeTable(memtable.entries())
    return { plan: null, outputs: [table], readBytes: 0, writeBytes: table.sizeBytes }
  }

  #compaction(): LsmJob<Value> | null {
    const plan = this.#strategy.plan(this.#tables.levels)
    if (plan === null) return null
    const inputs = plan.inputs as readonly SortedTable<Value>[]
    const older = this.#tables.olderThan(plan)
    const merged = this.merge(inputs.map(({ entries }) => entries)).filter(
      ({ key, value }) => value !== null || !this.mayDrop(key, older),
    )
    // A run of level 0 stays in one piece: pieces would pass for runs of their own.
    const partBytes = plan.outputLevel === 0 ? Infinity : this.#options.tableBytes
    const outputs = splitEntries(merged, partBytes).map((entries) => this.makeTable(entries))
    return { plan, outputs, readBytes: bytesOf(inputs), writeBytes: bytesOf(outputs) }
  }
}
