import BTree from 'sorted-btree'
import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import { BPlusTree } from './algorithm/b-plus-tree.ts'

/** The definition: a map, sorted at each question. */
const sorted = (naive: Map<number, number>): [number, number][] => [...naive].sort(([a], [b]) => a - b)

function expectSame(tree: BPlusTree, naive: Map<number, number>): void {
  const entries = sorted(naive)
  const { keys, values } = tree.range(-Infinity, Infinity)
  expect(keys).toEqual(entries.map(([key]) => key))
  expect(values).toEqual(entries.map(([, value]) => value))
  expect(tree.size).toBe(entries.length)
  for (const [key, value] of entries) if (tree.get(key) !== value) expect(tree.get(key)).toBe(value)
}

const ORDERS: Record<string, (random: RandomStream, step: number, of: number) => number> = {
  random: (random) => random.below(1e9) - 5e8,
  rising: (_, step) => step,
  falling: (_, step, of) => of - step,
  'rising with gaps filled': (random, step) => (random.chance(0.8) ? step : random.below(step + 1) + 0.5),
  dense: (random) => random.below(3_000),
}

describe('a B+tree', () => {
  it.each(Object.keys(ORDERS))('is the sorted map, filled and emptied again: %s', (order) => {
    const random = new RandomStream(1, order)
    const tree = new BPlusTree()
    const naive = new Map<number, number>()
    const total = 10_000
    for (let step = 0; step < total; step++) {
      const key = ORDERS[order](random, step, total)
      if (tree.set(key, step) === naive.has(key)) expect.unreachable('a set differs')
      naive.set(key, step)
    }
    expectSame(tree, naive)
    const keys = [...naive.keys()]
    for (let step = 0; keys.length > 0; step++) {
      const at = order === 'falling' ? keys.length - 1 : random.below(keys.length)
      const [key] = keys.splice(at, 1, keys.at(-1)!)
      keys.pop()
      if (!naive.delete(key)) continue
      if (!tree.delete(key)) expect.unreachable('a delete differs')
      if (step % 3_000 === 0) expectSame(tree, naive)
    }
    expect(tree.inspect()).toEqual({ size: 0, height: 1, nodes: 1, fanOut: 64 })
  })

  it('is the sorted map while keys come and go', () => {
    const random = new RandomStream(2, 'mixed')
    const tree = new BPlusTree()
    const naive = new Map<number, number>()
    for (let step = 0; step < 60_000; step++) {
      const key = random.below(6_000)
      // Waves of growing and shrinking, so that nodes split, join and share at every height.
      if (random.chance(Math.floor(step / 10_000) % 2 === 0 ? 0.3 : 0.7)) {
        if (tree.delete(key) !== naive.delete(key)) expect.unreachable('a delete differs')
      } else {
        if (tree.set(key, step) === naive.has(key)) expect.unreachable('a set differs')
        naive.set(key, step)
      }
      if (step % 10_000 === 9_999) expectSame(tree, naive)
    }
  })

  it('lists what lies between two keys, as a package does', () => {
    const random = new RandomStream(3, 'ranges')
    const tree = new BPlusTree()
    const peer = new BTree<number, number>()
    for (let i = 0; i < 5_000; i++) {
      const key = random.below(20_000) / 2
      tree.set(key, i)
      peer.set(key, i)
    }
    for (let i = 0; i < 1_000; i++) {
      const [from, to] = [random.below(24_000) / 2 - 1_000, random.below(24_000) / 2 - 1_000]
      const { keys, values } = tree.range(from, to)
      const expected = peer.getRange(from, to, true)
      expect(keys).toEqual(expected.map(([key]) => key))
      expect(values).toEqual(expected.map(([, value]) => value))
      expect(tree.range(from, to, 7).keys).toEqual(expected.slice(0, 7).map(([key]) => key))
      expect(tree.get(from)).toBe(peer.get(from))
    }
  })

  it('fills its nodes when keys rise, and keeps them half full otherwise', () => {
    const rising = new BPlusTree()
    const random = new BPlusTree()
    const stream = new RandomStream(4, 'fill')
    for (let i = 0; i < 100_000; i++) {
      rising.set(i, i)
      random.set(stream.uniform53(), i)
    }
    expect(rising.inspect()).toMatchObject({ size: 100_000, height: 3 })
    expect(rising.inspect().nodes).toBeLessThan(100_000 / 60)
    expect(random.inspect().nodes).toBeLessThan(100_000 / 40)
  })

  it('answers for what is not there', () => {
    const tree = new BPlusTree()
    expect([tree.get(1), tree.delete(1), tree.range(0, 9).keys.length]).toEqual([undefined, false, 0])
    tree.set(-Infinity, 1)
    tree.set(Infinity, 2)
    tree.set(-0, 3)
    expect([tree.get(0), tree.get(-Infinity), tree.get(Infinity), tree.get(NaN)]).toEqual([
      3,
      1,
      2,
      undefined,
    ])
    expect(() => tree.set(NaN, 1)).toThrow('a key is a number')
  })
})
