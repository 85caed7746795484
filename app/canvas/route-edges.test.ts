import { describe, expect, it } from 'vitest'
import { cardAt, crosses, type Rect } from './geometry.ts'
import { rerouteEdges, routeEdges } from './route-edges.ts'
import { SAMPLE_FIELDS, SAMPLES, type RoundedPath } from './rounded-path.ts'

const place = (at: Record<string, [number, number]>): Map<string, Rect> =>
  new Map(Object.entries(at).map(([id, position]) => [id, cardAt(position)]))
const edge = (text: string) => {
  const [from, to] = text.split('>')
  return { id: text, from, to }
}
const points = ({ samples }: RoundedPath) =>
  Array.from({ length: SAMPLES }, (_, i) => ({
    x: samples[i * SAMPLE_FIELDS],
    y: samples[i * SAMPLE_FIELDS + 1],
  }))

/** How often two sampled paths cross each other. */
function crossings(a: RoundedPath, b: RoundedPath): number {
  const [p, q] = [points(a), points(b)]
  let count = 0
  for (let i = 1; i < p.length; i++)
    for (let j = 1; j < q.length; j++) if (cut(p[i - 1], p[i], q[j - 1], q[j])) count++
  return count
}
type P = { x: number; y: number }
function cut(a: P, b: P, c: P, d: P): boolean {
  const side = (p: P, q: P, r: P) => Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x))
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0
}

describe('edges', () => {
  it('run straight between cards that are level', () => {
    const [path] = routeEdges(place({ a: [0, 0], b: [1, 0] }), [edge('a>b')]).values()
    expect(new Set(points(path).map(({ y }) => y)).size).toBe(1)
    expect(path.length).toBeCloseTo(76)
  })

  it('are the same objects when they run as before', () => {
    const edges = [edge('a>b'), edge('c>d')]
    const before = routeEdges(place({ a: [0, 0], b: [1, 0], c: [0, 3], d: [1, 3] }), edges)
    const after = routeEdges(place({ a: [0, 0], b: [1, 0.5], c: [0, 3], d: [1, 3] }), edges, before)
    expect(after.get('c>d')).toBe(before.get('c>d'))
    expect(after.get('a>b')).not.toBe(before.get('a>b'))
    expect(after.get('a>b')).toEqual(routeEdges(place({ a: [0, 0], b: [1, 0.5] }), [edge('a>b')]).get('a>b'))
  })

  it('begin and end at the cards they join', () => {
    const cards = place({ a: [0, 0], b: [1, 2], c: [0, 3], d: [2, 1] })
    const paths = routeEdges(cards, ['a>b', 'c>b', 'd>a', 'a>c'].map(edge))
    for (const [id, path] of paths) {
      const [from, to] = id.split('>')
      const [first, last] = [points(path)[0], points(path).at(-1)!]
      for (const [point, name] of [
        [first, from],
        [last, to],
      ] as const) {
        const { x, y, width, height } = cards.get(name)!
        expect(point.x >= x - 0.1 && point.x <= x + width + 0.1, `${id} at ${name}`).toBe(true)
        expect(point.y >= y - 0.1 && point.y <= y + height + 0.1, `${id} at ${name}`).toBe(true)
      }
    }
  })

  it('do not cross each other where they fan in or out', () => {
    const fans = place({
      a: [0, 0],
      b: [0, 1],
      c: [0, 2],
      d: [0, 3],
      hub: [1, 1.5],
      x: [2, 0.5],
      y: [2, 1.5],
      z: [2, 2.5],
    })
    const names = ['a>hub', 'b>hub', 'c>hub', 'd>hub', 'hub>x', 'hub>y', 'hub>z']
    const paths = [...routeEdges(fans, names.map(edge)).values()]
    for (let i = 0; i < paths.length; i++) {
      for (let j = 0; j < i; j++) expect(crossings(paths[i], paths[j]), `${names[i]} and ${names[j]}`).toBe(0)
    }
  })

  it('go around a card that stands in between', () => {
    const cards = place({ a: [0, 0], between: [1, 0], b: [2, 0] })
    const paths = routeEdges(cards, ['a>between', 'between>b', 'a>b'].map(edge))
    const trail = points(paths.get('a>b')!)
    const hit = trail.some((point, i) => i > 0 && crosses(trail[i - 1], point, cards.get('between')!))
    expect(hit).toBe(false)
  })

  it('of a held card and its neighbours follow it, and join where they would in the end; all others stay', () => {
    const names = ['a>b', 'c>b', 'd>b', 'b>e', 'e>f', 'f>g'].map(edge)
    const at: Record<string, [number, number]> = {
      a: [0, 0],
      c: [0, 1],
      d: [0, 2],
      b: [1, 1],
      e: [2, 1],
      f: [3, 1],
      g: [4, 0],
    }
    const after = place({ ...at, a: [0, 3] })
    const settled = routeEdges(place(at), names)
    const shown = rerouteEdges(settled, after, names, new Set(['a']))
    const all = routeEdges(after, names)
    expect([...shown.keys()]).toEqual([...all.keys()])
    for (const id of ['e>f', 'f>g']) expect(shown.get(id), id).toBe(settled.get(id))
    for (const id of ['a>b', 'c>b', 'd>b', 'b>e']) {
      expect(points(shown.get(id)!)[0], id).toEqual(points(all.get(id)!)[0])
      expect(points(shown.get(id)!).at(-1), id).toEqual(points(all.get(id)!).at(-1))
    }
    expect(shown.get('a>b')!.d).not.toBe(settled.get('a>b')!.d)
  })

  it('say the direction along themselves in unit vectors', () => {
    const [path] = routeEdges(place({ a: [0, 0], b: [1, 2] }), [edge('a>b')]).values()
    for (let i = 0; i < SAMPLES; i++) {
      const [dx, dy] = path.samples.subarray(i * SAMPLE_FIELDS + 2, i * SAMPLE_FIELDS + 4)
      expect(Math.hypot(dx, dy)).toBeCloseTo(1, 3)
    }
  })
})
