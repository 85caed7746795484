import { placeEnds, type EdgeToRoute, type Ends } from './edge-ports.ts'
import { crosses, type Point, type Rect } from './geometry.ts'
import { roundedPath, sameCorners, type RoundedPath } from './rounded-path.ts'

/** An upright piece of an edge in the room between two columns; which track it takes is decided among all of them. */
interface Upright {
  edge: string
  /** The room between columns, by the x of its middle. */
  room: number
  from: number
  to: number
  track: number
}

const CORNER = 9
const TRACK_PITCH = 10
/** Half of the room that tracks may take up. */
const TRACKS_REACH = 26

/**
 * Paths of all edges: level and upright lines with round corners, apart from each other where they run side by side. Those that run as
 * `before` are the same objects.
 */
export function routeEdges(
  cards: ReadonlyMap<string, Rect>,
  edges: readonly EdgeToRoute[],
  before: ReadonlyMap<string, RoundedPath> = new Map(),
): Map<string, RoundedPath> {
  return pathsOf(edges, placeEnds(cards, edges), cards, before)
}

/** Edges that may run otherwise when these cards move: at both ends, at them and at their neighbours, edges share the room. */
export function edgesBeside<T extends EdgeToRoute>(edges: readonly T[], moved: ReadonlySet<string>): T[] {
  const joined = new Set(edgesAt(edges, moved).flatMap(({ from, to }) => [from, to]))
  return edgesAt(edges, joined)
}

const edgesAt = <T extends EdgeToRoute>(edges: readonly T[], ids: ReadonlySet<string>): T[] =>
  edges.filter(({ from, to }) => ids.has(from) || ids.has(to))

/**
 * Paths while some cards are somewhere else than when all were `settled`: only those beside them get another one. All others keep
 * theirs, though a moved card may stand in their way by now.
 */
export function rerouteEdges(
  settled: ReadonlyMap<string, RoundedPath>,
  cards: ReadonlyMap<string, Rect>,
  edges: readonly EdgeToRoute[],
  moved: ReadonlySet<string>,
): Map<string, RoundedPath> {
  const moving = edgesBeside(edges, moved)
  const beyond = new Set(moving.flatMap(({ from, to }) => [from, to]))
  const ends = placeEnds(cards, edgesAt(edges, beyond))
  return new Map([...settled, ...pathsOf(moving, ends, cards, settled)])
}

function pathsOf(
  edges: readonly EdgeToRoute[],
  ends: ReadonlyMap<string, Ends>,
  cards: ReadonlyMap<string, Rect>,
  before: ReadonlyMap<string, RoundedPath>,
): Map<string, RoundedPath> {
  const obstacles = [...cards.values()]
  const corners = new Map(edges.map((edge) => [edge.id, rough(ends.get(edge.id)!, obstacles)]))
  spreadTracks(corners)
  return new Map(
    [...corners].map(([id, points]) => {
      const known = before.get(id)
      const stays = known !== undefined && sameCorners(known.corners, points)
      return [id, stays ? known : roundedPath(points, CORNER)]
    }),
  )
}

/**
 * The best of a few routes: fewest cards crossed, then fewest corners, then shortest. A simple one that crosses no card is taken at
 * once: a way around has more corners.
 */
function rough(ends: Ends, obstacles: readonly Rect[]): Point[] {
  const simple = cheapest(simpleRoutes(ends), obstacles)
  if (simple.crossed === 0) return simple.points
  const around = cheapest(waysAround(ends, obstacles), obstacles)
  return around.cost < simple.cost ? around.points : simple.points
}

interface Route {
  points: Point[]
  /** How many cards it crosses. */
  crossed: number
  cost: number
}

/** Of routes that cost the same the first. */
function cheapest(routes: readonly Point[][], obstacles: readonly Rect[]): Route {
  let best: Route = { points: [], crossed: Infinity, cost: Infinity }
  for (const points of routes) {
    const plain = points.length * 400 + lengthOf(points)
    if (plain >= best.cost) continue
    const crossed = obstacles.reduce((sum, card) => sum + (hits(points, card) ? 1 : 0), 0)
    const cost = crossed * 1e6 + plain
    if (cost < best.cost) best = { points, crossed, cost }
  }
  return best
}

const wayOf = ({ fromSide }: Ends): 1 | -1 => (fromSide === 'right' ? 1 : -1)
const ROOM = TRACKS_REACH + 12

function simpleRoutes(ends: Ends): Point[][] {
  const { from, to, fromSide, toSide } = ends
  if (fromSide === 'top' || fromSide === 'bottom') {
    if (from.x === to.x) return [[from, to]]
    const middle = (from.y + to.y) / 2
    return [[from, { x: from.x, y: middle }, { x: to.x, y: middle }, to]]
  }
  const way = wayOf(ends)
  if (fromSide === toSide) {
    const out = from.x + way * TRACKS_REACH
    return [[from, { x: out, y: from.y }, { x: out, y: to.y + 14 }, { x: to.x, y: to.y + 14 }]]
  }
  const through = (x: number) => [from, { x, y: from.y }, { x, y: to.y }, to]
  const bent = [through(to.x - way * ROOM), through(from.x + way * ROOM)]
  return from.y === to.y ? [[from, to], ...bent] : bent
}

/** Between the rows above and below every card there is room for a level line. */
function waysAround(ends: Ends, obstacles: readonly Rect[]): Point[][] {
  const { from, to, fromSide, toSide } = ends
  if (fromSide === 'top' || fromSide === 'bottom' || fromSide === toSide) return []
  const early = from.x + wayOf(ends) * ROOM
  const late = to.x - wayOf(ends) * ROOM
  if (Math.abs(late - early) < 1) return []
  const levels = new Set(obstacles.flatMap(({ y, height }) => [y - 18, y + height + 18]))
  return [...levels].map((y) => [
    from,
    { x: early, y: from.y },
    { x: early, y },
    { x: late, y },
    { x: late, y: to.y },
    to,
  ])
}

const hits = (points: readonly Point[], card: Rect): boolean =>
  points.some((point, i) => i > 0 && crosses(points[i - 1], point, card))

const lengthOf = (points: readonly Point[]): number =>
  points.reduce(
    (sum, { x, y }, i) => (i === 0 ? 0 : sum + Math.abs(x - points[i - 1].x) + Math.abs(y - points[i - 1].y)),
    0,
  )

/** Moves upright pieces that share a room apart, in an order that makes them cross as little as possible. */
function spreadTracks(corners: Map<string, Point[]>): void {
  const byRoom = new Map<number, { upright: Upright; points: Point[]; at: number }[]>()
  for (const [edge, points] of corners) {
    for (let at = 2; at < points.length - 1; at++) {
      if (points[at].x !== points[at - 1].x || points[at].y === points[at - 1].y) continue
      const room = points[at].x
      const upright = { edge, room, from: points[at - 1].y, to: points[at].y, track: 0 }
      byRoom.set(room, [...(byRoom.get(room) ?? []), { upright, points, at }])
    }
  }
  for (const [room, members] of byRoom) {
    const tracks = assignTracks(members.map(({ upright }) => upright))
    const pitch = tracks < 2 ? 0 : Math.min(TRACK_PITCH, (2 * TRACKS_REACH) / (tracks - 1))
    for (const { upright, points, at } of members) {
      const leftward = points[at - 2].x > room
      const offset = (upright.track - (tracks - 1) / 2) * pitch * (leftward ? -1 : 1)
      points[at - 1] = { ...points[at - 1], x: room + offset }
      points[at] = { ...points[at], x: room + offset }
    }
  }
}

/**
 * Gives overlapping uprights tracks of their own. Of those that go down, the one that starts lowest turns first; of those that
 * go up, the one that starts highest: then lines that fan out or in do not cross. Returns how many tracks there are.
 */
function assignTracks(uprights: Upright[]): number {
  const goesDown = ({ from, to }: Upright) => to > from
  const placed: Upright[] = []
  const ordered = [
    ...uprights.filter(goesDown).sort((a, b) => b.from - a.from),
    ...uprights.filter((each) => !goesDown(each)).sort((a, b) => a.from - b.from),
  ]
  for (const upright of ordered) {
    const beside = placed.filter((other) => overlap(other, upright))
    const before = beside.filter((other) => goesDown(other) === goesDown(upright))
    upright.track = Math.max(0, ...before.map(({ track }) => track + 1))
    while (beside.some(({ track }) => track === upright.track)) upright.track++
    placed.push(upright)
  }
  return Math.max(0, ...placed.map(({ track }) => track)) + 1
}

function overlap(a: Upright, b: Upright): boolean {
  const clear = 12
  return (
    Math.min(a.from, a.to) < Math.max(b.from, b.to) + clear &&
    Math.max(a.from, a.to) + clear > Math.min(b.from, b.to)
  )
}
