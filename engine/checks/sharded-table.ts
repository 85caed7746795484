import { partitionNamed } from '../algorithms/partition/catalogue.ts'
import type { PartitionOptions, Partitioner } from '../algorithms/partition/partitioner.ts'
import type { CheckContext } from './define-invariant.ts'

/** Who owns which row, as far as checks need it. */
export interface TableMap extends PartitionOptions {
  readonly version: number
  readonly strategy: string
}

/** Whoever decides on the map, as checks see him. */
export interface CoordinatorSight {
  readonly disk: {
    readonly told: { readonly map: TableMap; readonly next: TableMap | null }
    readonly before: TableMap | null
  }
}

interface ShardSight {
  readonly now: {
    readonly shard: number
    readonly led: number
    readonly machine: {
      readonly values: ReadonlyMap<string | number, { readonly value: unknown }>
      leadership(now: number): { readonly role: string; readonly epoch: number; readonly writable: boolean }
    }
  }
}

/** The replica that leads a shard, with what it holds. */
export interface ShardLeader {
  readonly id: string
  readonly shard: number
  readonly mapVersion: number
  /** Rows by key; other entries of its log have names. */
  readonly values: ReadonlyMap<string | number, { readonly value: unknown }>
}

const partitioners = new WeakMap<TableMap, Partitioner>()

export function partitionerOf(map: TableMap): Partitioner {
  let partitioner = partitioners.get(map)
  if (partitioner === undefined) {
    partitioner = partitionNamed(map.strategy).create(map)
    partitioners.set(map, partitioner)
  }
  return partitioner
}

export function coordinatorOf(ctx: CheckContext): CoordinatorSight | null {
  const [id] = ctx.nodesOf('shard-coordinator')
  return id === undefined || !ctx.isUp(id) ? null : (ctx.state(id) as CoordinatorSight)
}

/** The map, when nothing is being moved and nothing has to be cleaned up; else null. */
export function mapAtRest(ctx: CheckContext): TableMap | null {
  const disk = coordinatorOf(ctx)?.disk
  return disk === undefined || disk.told.next !== null || disk.before !== null ? null : disk.told.map
}

/** Rows and accounts of the whole table at the start. */
export function rowsAtStart(ctx: CheckContext): { plain: number; accounts: number } {
  const [id] = ctx.nodesOf('shard')
  if (id === undefined) return { plain: 0, accounts: 0 }
  const { plainRows, accounts } = ctx.params(id)
  return { plain: Number(plainRows), accounts: Number(accounts) }
}

/** The leader of each shard of `map`; null when one of them has none, or knows of another map. */
export function leadersOf(map: TableMap, ctx: CheckContext): ShardLeader[] | null {
  const leaders = new Map<number, ShardLeader & { epoch: number }>()
  for (const id of ctx.nodesOf('shard')) {
    if (!ctx.isUp(id)) continue
    const { shard, machine, led } = (ctx.state(id) as ShardSight).now
    const { role, epoch, writable } = machine.leadership(ctx.now)
    // Who has just come to lead may hold what was acknowledged, and not know yet that it counts: nobody is served by it.
    if (role !== 'leader' || !writable || led !== epoch) continue
    const text = machine.values.get('map')?.value
    const mapVersion = (JSON.parse(text as string) as { map: TableMap }).map.version
    const { values } = machine
    if ((leaders.get(shard)?.epoch ?? -1) < epoch)
      leaders.set(shard, { id, shard, mapVersion, values, epoch })
  }
  const found = map.members.map((shard) => leaders.get(shard))
  return found.every((leader) => leader?.mapVersion === map.version) ? (found as ShardLeader[]) : null
}
