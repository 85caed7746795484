import { RandomStream } from '../../lib/random.ts'
import type { Design } from '../../schema/design.ts'
import { LANES } from './lanes.bed.ts'

/** Switch settings that differ from the design's defaults. */
export type Setting = Readonly<Record<string, string>>
/** A place for each switch of a design, holding the number of one of its options. */
type Row = readonly number[]
type Choices = readonly (readonly [name: string, options: readonly string[], initial: string])[]

/** So many combinations are run one after the other; of more, each two options once together, and the rest by chance. */
const FEW = 48

/** The switches with the options that may be drawn: the sound ones, and naive ones that a lane speaks of. */
export function choicesOf({ slug, switches }: Pick<Design, 'slug' | 'switches'>): Choices {
  const spoken = LANES[slug] ?? []
  return Object.entries(switches).map(([name, { options, default: initial }]) => {
    const drawn = Object.keys(options).filter(
      (to) => options[to].naive === undefined || spoken.some(({ when }) => when[name] === to),
    )
    return [name, drawn, initial] as const
  })
}

/** The promises that a setting gives up, and that nobody may hold against it. */
export function givenUp({ slug, switches }: Design, setting: Setting): ReadonlySet<string> {
  const isSet = ([name, to]: [string, string]) => (setting[name] ?? switches[name].default) === to
  const lanes = (LANES[slug] ?? []).filter(({ when }) => Object.entries(when).every(isSet))
  return new Set(lanes.flatMap(({ givesUp }) => givesUp))
}

/** What a seed is run with: the same under every preset, so that every combination that is drawn meets all of them. */
export function settingOf(design: Design, seed: number): Setting {
  const choices = choicesOf(design)
  const rows = covering(design.slug, choices)
  // Odd seeds go through the rows, even ones draw: a long search does both, and so does each part of one.
  const inTurn = rows[((seed - 1) / 2) % rows.length]
  return named(choices, seed % 2 === 1 ? inTurn : atRandom(choices, new RandomStream(seed, 'swarm/setting')))
}

const named = (choices: Choices, row: Row): Setting =>
  Object.fromEntries(
    choices.flatMap(([name, options, initial], i) => {
      const to = options[row[i]]
      return to === initial ? [] : [[name, to] as const]
    }),
  )

const atRandom = (choices: Choices, random: RandomStream): Row =>
  choices.map(([, options]) => random.below(options.length))

const coverings = new Map<string, readonly Row[]>()

function covering(slug: string, choices: Choices): readonly Row[] {
  const rows = coverings.get(slug) ?? coveringRows(choices.map(([, options]) => options.length))
  coverings.set(slug, rows)
  return rows
}

/** Rows in which each two options of two switches stand together at least once; every row there is, where these are few. */
export function coveringRows(sizes: readonly number[]): Row[] {
  const all = sizes.reduce((product, size) => product * size, 1)
  if (all <= FEW) return Array.from({ length: all }, (_, at) => digits(at, sizes))
  const open = openPairs(sizes)
  const random = new RandomStream(1, 'swarm/covering')
  const rows: Row[] = []
  while (open.size > 0) {
    const row = nextRow(sizes, open, random)
    for (const pair of pairsOf(row)) open.delete(pair)
    rows.push(row)
  }
  return rows
}

function digits(at: number, sizes: readonly number[]): Row {
  let rest = at
  return sizes.map((size) => {
    const digit = rest % size
    rest = Math.floor(rest / size)
    return digit
  })
}

/** Begins with a pair that is still open, and takes at each place what closes most. */
function nextRow(sizes: readonly number[], open: ReadonlySet<string>, random: RandomStream): Row {
  const [first] = open
  const [i, a, j, b] = first.split(' ').map(Number)
  const row: (number | null)[] = sizes.map((_, at) => (at === i ? a : at === j ? b : null))
  for (const [at, size] of sizes.entries()) {
    if (row[at] !== null) continue
    const closes = (option: number) =>
      row.filter((other, place) => other !== null && open.has(pairName(place, other, at, option))).length
    const start = random.below(size)
    const options = Array.from({ length: size }, (_, k) => (start + k) % size)
    row[at] = options.reduce((best, option) => (closes(option) > closes(best) ? option : best))
  }
  return row.map((option) => option!)
}

const pairName = (i: number, a: number, j: number, b: number) =>
  i < j ? `${i} ${a} ${j} ${b}` : `${j} ${b} ${i} ${a}`

const pairsOf = (row: Row): string[] =>
  row.flatMap((a, i) => row.slice(i + 1).map((b, k) => pairName(i, a, i + 1 + k, b)))

function openPairs(sizes: readonly number[]): Set<string> {
  const pairs = new Set<string>()
  for (const [i, size] of sizes.entries())
    for (let j = i + 1; j < sizes.length; j++)
      for (let a = 0; a < size; a++) for (let b = 0; b < sizes[j]; b++) pairs.add(pairName(i, a, j, b))
  return pairs
}
