import BTree, { simpleComparator } from 'sorted-btree'
import { BPlusTree } from '../../../algorithms/index/algorithm/b-plus-tree.ts'
import { RandomStream } from '../../../lib/random.ts'
import type { Workload } from '../../measure.ts'
import type { AlgorithmFamily } from '../algorithm-family.ts'
import { eachKey } from '../keys.ts'

const ENTRIES = 100_000
const SPAN = 500
/** Bundled for Node, the package's default comes wrapped. */
const Peer = (BTree as unknown as { default?: typeof BTree }).default ?? BTree

/** An index over a hundred thousand rows in random order of their keys. */
export const family: AlgorithmFamily = {
  workloads: () => {
    const random = new RandomStream(6, 'bench/rows')
    const keys = Int32Array.from({ length: 1 << 17 }, () => random.below(10 * ENTRIES))
    return [getting(keys), changing(keys), walks(keys), lists(keys)]
  },
}

function getting(keys: Int32Array): Workload {
  return {
    suite: 'algorithms',
    name: 'B+tree: get',
    count: 500_000,
    ours: () => {
      const tree = ourTree(keys)
      return eachKey(keys, (key) => tree.get(key))
    },
    peers: {
      'sorted-btree': () => {
        const tree = theirTree(keys)
        return eachKey(keys, (key) => tree.get(key))
      },
    },
  }
}

/** A row comes and another goes. */
function changing(keys: Int32Array): Workload {
  return {
    suite: 'algorithms',
    name: 'B+tree: set, delete',
    count: 300_000,
    ours: () => {
      const tree = ourTree(keys)
      let at = 0
      return eachKey(keys, (key) => {
        tree.delete(key)
        tree.set(keys[(at += 7_919) & (keys.length - 1)], key)
      })
    },
    peers: {
      'sorted-btree': () => {
        const tree = theirTree(keys)
        let at = 0
        return eachKey(keys, (key) => {
          tree.delete(key)
          tree.set(keys[(at += 7_919) & (keys.length - 1)], key)
        })
      },
    },
  }
}

/** The sum of some fifty rows, walked over. */
function walks(keys: Int32Array): Workload {
  return {
    suite: 'algorithms',
    name: 'B+tree: walk a range',
    count: 100_000,
    ours: () => {
      const tree = ourTree(keys)
      return eachKey(keys, (key) => {
        let sum = 0
        for (let at = tree.seek(key); at >= 0 && tree.keyAt(at) <= key + SPAN; at = tree.after(at)) {
          sum += tree.valueAt(at)
        }
        return sum
      })
    },
    peers: {
      'sorted-btree': () => {
        const tree = theirTree(keys)
        return eachKey(keys, (key) => {
          let sum = 0
          tree.forRange(key, key + SPAN, true, (_, value) => void (sum += value))
          return sum
        })
      },
    },
  }
}

/** The same rows as arrays. */
function lists(keys: Int32Array): Workload {
  return {
    suite: 'algorithms',
    name: 'B+tree: list a range',
    count: 100_000,
    ours: () => {
      const tree = ourTree(keys)
      return eachKey(keys, (key) => tree.range(key, key + SPAN))
    },
    peers: {
      'sorted-btree': () => {
        const tree = theirTree(keys)
        return eachKey(keys, (key) => tree.getRange(key, key + SPAN, true))
      },
    },
  }
}

function ourTree(keys: Int32Array): BPlusTree {
  const tree = new BPlusTree()
  for (const key of keys.subarray(0, ENTRIES)) tree.set(key, key)
  return tree
}

function theirTree(keys: Int32Array): BTree<number, number> {
  const tree = new Peer<number, number>(undefined, simpleComparator)
  for (const key of keys.subarray(0, ENTRIES)) tree.set(key, key)
  return tree
}
