import fc from 'fast-check'
import { expect, test } from 'vitest'
import { leafOf, leavesOf, MerkleTree, type MerkleOptions } from './merkle-tree.ts'

/** What a replica does: holds something of a key (0: nothing any more), or is asked for its root. */
type Step = { readonly key: number; readonly hash: number } | 'asked'
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    arbitrary: fc.record({ key: fc.nat(30), hash: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 4 })) }),
    weight: 5,
  },
  { arbitrary: fc.constant('asked' as const), weight: 1 },
)
const steps = fc.array(step, { maxLength: 60 })
const shape: fc.Arbitrary<MerkleOptions> = fc.constantFrom(
  { fanout: 2, depth: 1 },
  { fanout: 2, depth: 4 },
  { fanout: 4, depth: 2 },
  { fanout: 8, depth: 3 },
)

/** The tree, and a plain map of the same. */
function after(options: MerkleOptions, all: readonly Step[]) {
  const [tree, held] = [new MerkleTree(options), new Map<number, number>()]
  for (const each of all) {
    if (each === 'asked') void tree.root
    else {
      tree.change(each.key, held.get(each.key) ?? 0, each.hash)
      if (each.hash === 0) held.delete(each.key)
      else held.set(each.key, each.hash)
    }
  }
  return { tree, held }
}

/** Walks down from the roots, as replicas do: the leaves that differ, and how many hashes were compared. */
function difference(a: MerkleTree, b: MerkleTree): { leaves: number[]; compared: number } {
  let [asked, compared] = [[0], 0]
  for (let level = 0; ; level++) {
    compared += asked.length
    const different = asked.filter((index) => a.hashAt(level, index) !== b.hashAt(level, index))
    if (level === a.depth) return { leaves: different, compared }
    asked = a.childrenOf(different)
  }
}

/** Compares everything with everything. */
function naiveDifference(options: MerkleOptions, a: Map<number, number>, b: Map<number, number>): number[] {
  const keys = [...a.keys(), ...b.keys()].filter((key) => a.get(key) !== b.get(key))
  return [...new Set(keys.map((key) => leafOf(options, key)))].toSorted((x, y) => x - y)
}

test('two trees differ exactly where the keys do, whatever was put in and taken out before (Dynamo, section 4.7)', () => {
  fc.assert(
    fc.property(shape, steps, steps, steps, (options, before, here, there) => {
      const a = after(options, [...before, ...here])
      const b = after(options, [...before, ...there])
      const { leaves, compared } = difference(a.tree, b.tree)
      expect(leaves).toEqual(naiveDifference(options, a.held, b.held))
      expect(a.tree.root === b.tree.root).toBe(leaves.length === 0)
      // A path of hashes for each difference, and one root when there is none.
      expect(compared).toBeLessThanOrEqual(1 + leaves.length * options.fanout * options.depth)
    }),
    { numRuns: 300 },
  )
})

test('every hash depends on what is held, not on the way there', () => {
  fc.assert(
    fc.property(shape, steps, fc.infiniteStream(fc.nat()), (options, all, dice) => {
      const { tree, held } = after(options, all)
      const shuffled = [...held]
      for (let i = shuffled.length - 1; i > 0; i--) {
        const j = dice.next().value % (i + 1)
        ;[shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]]
      }
      const again = after(
        options,
        shuffled.map(([key, hash]) => ({ key, hash })),
      ).tree
      expect(difference(tree, again).leaves).toEqual([])
      const leaves = (of: MerkleTree) =>
        Array.from({ length: leavesOf(options) }, (_, leaf) => of.hashAt(options.depth, leaf))
      expect(leaves(tree)).toEqual(leaves(again))
      expect(tree.root).toBe(again.root)
    }),
  )
})
