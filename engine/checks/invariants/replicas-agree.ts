import { ms, s, type Nanos } from '../../lib/units.ts'
import { defineInvariant, type CheckContext, type Violation } from '../define-invariant.ts'
import { at, HEALED, isHealed, RingSight, type VersionMade } from '../ring-store.ts'

interface State {
  /** By pair of members: when their roots were last the same. */
  equalAt: Map<string, Nanos>
  /** Pairs that have agreed since faults were last over, out of so many. */
  agreed: Set<string>
  pairs: number
  /** Keys, and when they were last written. */
  writtenAt: Map<number, Nanos>
  different: number
}

/** Under load two roots differ for as long as a write is under way; not to be the same even once for so long is another matter. */
const PATIENCE: Nanos = s(3)

/** Caught: hash trees that are not compared, together with hints that are not handed over and reads that repair nothing. */
export const invariant = defineInvariant<State>({
  name: 'replicas-agree',
  title: 'Hash trees agree once faults are over',
  doc: 'Once faults have been over for a while, any two nodes find the roots of the tree of their common keys the same at least every three seconds.',
  start: () => ({ equalAt: new Map(), agreed: new Set(), pairs: 0, writtenAt: new Map(), different: 0 }),
  on: {
    'version-made'(state, { key }: VersionMade, _node, ctx) {
      state.writtenAt.set(key, ctx.now)
      return undefined
    },
  },
  everyNanos: ms(500),
  check(state, ctx): Violation | null {
    const sight = new RingSight(ctx)
    if (!isHealed(ctx) || sight.members.length < 2 || !sight.members.every((member) => sight.isUp(member))) {
      state.equalAt.clear()
      state.agreed.clear()
      return null
    }
    state.different = 0
    state.pairs = (sight.members.length * (sight.members.length - 1)) / 2
    let apart: [number, number] | null = null
    for (const [i, a] of sight.members.entries()) {
      for (const b of sight.members.slice(i + 1)) {
        if (!agree(state, sight, a, b, ctx.now)) apart ??= [a, b]
      }
    }
    return apart === null ? null : tell(state, sight, apart, ctx)
  },
  conclusive: ({ agreed, pairs }) => pairs > 0 && agreed.size >= pairs,
  needs: { calmNanos: HEALED + PATIENCE },
  readings: {
    treesApart: {
      title: 'Pairs of nodes whose trees differ',
      unit: 'pairs',
      read: ({ different }) => different,
    },
  },
})

function agree(state: State, sight: RingSight, a: number, b: number, now: Nanos): boolean {
  const pair = `${a} ${b}`
  const isSame = sight.rootBetween(a, b) === sight.rootBetween(b, a)
  if (!isSame) state.different += 1
  if (isSame || !state.equalAt.has(pair)) state.equalAt.set(pair, now)
  if (isSame) state.agreed.add(pair)
  return now - state.equalAt.get(pair)! <= PATIENCE
}

function tell(state: State, sight: RingSight, [a, b]: [number, number], ctx: CheckContext): Violation {
  const [nameA, nameB] = [sight.ids[a], sight.ids[b]]
  // Said once for each pair, and again only if it has not been put right after as long again.
  state.equalAt.delete(`${a} ${b}`)
  const keys = [...state.writtenAt.keys()].filter((key) => {
    const owners = sight.ownersOf(key)
    return owners.includes(a) && owners.includes(b) && sight.hashAt(key, a) !== sight.hashAt(key, b)
  })
  return {
    says: `${nameA} and ${nameB} have not agreed for ${PATIENCE / 1e9} s, though no fault is in force: they differ in ${keys.length} keys.`,
    operations: keys
      .slice(0, 3)
      .flatMap((key) => [
        `${at(state.writtenAt.get(key)!)}: key ${key} was written last`,
        `${at(ctx.now)}: ${nameA} holds ${sight.valuesAt(key, a)} of it, ${nameB} ${sight.valuesAt(key, b)}`,
      ]),
    nodes: [nameA, nameB],
  }
}
