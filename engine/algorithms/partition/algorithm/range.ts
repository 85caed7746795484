import { assert } from '../../../lib/assert.ts'
import type { PartitionArc, PartitionOptions, PartitionSpec, Partitioner } from '../partitioner.ts'

/**
 * Range partitioning: neighbouring keys live together. A new member takes the upper half of the widest range; the ranges of one that
 * leaves go to their neighbours.
 * Paper: Chang et al., "Bigtable" (2006), section 5.1, for tables split by row ranges; there by size, here by width.
 * Compare: hashed (even, but neighbours are scattered), geographic. Cost: O(log ranges) a key.
 * Invariant: the ranges follow each other without a gap from 0 on; adding moves keys to the new member only.
 */
class RangePartitioner implements Partitioner {
  readonly members: readonly number[]
  readonly #options: PartitionOptions
  /** First key of each range, ascending from 0, and whose the range is. */
  readonly #starts: readonly number[]
  readonly #owners: readonly number[]

  constructor(options: PartitionOptions) {
    const { members, layout, keys } = options
    this.#options = options
    this.members = members
    const evenly = members.flatMap((member, i) => [Math.floor((i * keys) / members.length), member])
    const flat = layout.length > 0 ? layout : evenly
    this.#starts = flat.filter((_, i) => i % 2 === 0)
    this.#owners = flat.filter((_, i) => i % 2 === 1)
    assert(this.#starts[0] === 0, 'the first range begins at key 0')
  }

  ownerOf(key: number): number {
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (this.#starts[middle] <= key) low = middle
      else high = middle - 1
    }
    return this.#owners[low]
  }

  withMember(member: number): PartitionOptions {
    const widths = this.#starts.map((start, i) => this.#endOf(i) - start)
    const at = widths.indexOf(Math.max(...widths))
    const split = this.#starts[at] + Math.ceil(widths[at] / 2)
    const layout = this.#flat()
    layout.splice(2 * at + 2, 0, split, member)
    return { ...this.#options, members: [...this.members, member], layout }
  }

  withoutMember(member: number): PartitionOptions {
    const members = this.members.filter((each) => each !== member)
    assert(members.length > 0, 'the last member stays')
    const layout: number[] = []
    this.#owners.forEach((owner, i) => {
      const heir = owner === member ? (layout.at(-1) ?? this.#owners.find((each) => each !== member)!) : owner
      if (layout.at(-1) !== heir) layout.push(this.#starts[i], heir)
    })
    return { ...this.#options, members, layout }
  }

  inspect(): PartitionArc[] {
    const { keys } = this.#options
    return this.#starts.map((start, i) => {
      return { from: start / keys, to: this.#endOf(i) / keys, member: this.#owners[i] }
    })
  }

  #endOf(at: number): number {
    return this.#starts[at + 1] ?? this.#options.keys
  }

  #flat(): number[] {
    return this.#starts.flatMap((start, i) => [start, this.#owners[i]])
  }
}

export const partition: PartitionSpec = {
  name: 'range',
  title: 'Ranges of keys',
  summary:
    'Neighbours live together: reports over a range ask one shard, and what is new is all in one place.',
  create: (options) => new RangePartitioner(options),
}
