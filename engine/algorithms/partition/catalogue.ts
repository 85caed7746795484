import { assert } from '../../lib/assert.ts'
import type { PartitionSpec } from './partitioner.ts'

type File = { partition?: PartitionSpec; partitions?: readonly PartitionSpec[] }
const files = import.meta.glob<File>(['./algorithm/*.ts', '!./algorithm/*.test.ts'], { eager: true })

/** Every way to partition, in the order of their names. */
export const PARTITIONS: readonly PartitionSpec[] = Object.values(files)
  .flatMap(({ partition, partitions = [] }) => (partition === undefined ? partitions : [partition]))
  .toSorted((a, b) => (a.name < b.name ? -1 : 1))

/** The way of that name; throws when there is none. */
export function partitionNamed(name: string): PartitionSpec {
  const spec = PARTITIONS.find((candidate) => candidate.name === name)
  assert(spec !== undefined, 'a way to partition has a name of the catalogue')
  return spec
}
