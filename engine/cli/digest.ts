import { simulate } from '../run/simulate.ts'
import { InputError } from '../schema/input-error.ts'
import { parse, wholeNumber } from './arguments.ts'
import { findDesign, runnableSlugs } from './find-design.ts'

const SECONDS = 5

/** Prints a digest a row, `slug seed digest`, to compare across engines. */
export function digest(args: string[]): number {
  const { values } = parse(args, {
    designs: { type: 'string' },
    seeds: { type: 'string', default: '1' },
    until: { type: 'string', default: String(SECONDS) },
    json: { type: 'boolean', default: false },
  })
  if (values.designs === undefined) throw new InputError('digest takes --designs all or --designs SLUG.')
  const seeds = wholeNumber('--seeds', values.seeds, 1, 1_000_000)
  const seconds = wholeNumber('--until', values.until, 1, 100_000)
  const slugs = values.designs === 'all' ? runnableSlugs() : [values.designs]
  const rows: { design: string; seed: number; digest: string }[] = []
  for (const slug of slugs) {
    const { design } = findDesign(slug)
    for (let seed = 1; seed <= seeds; seed++) {
      const row = { design: slug, seed, digest: simulate(design, { seed, seconds }).summary.digest }
      rows.push(row)
      if (!values.json) console.log(`${row.design} ${row.seed} ${row.digest}`)
    }
  }
  if (values.json) console.log(JSON.stringify(rows, null, 2))
  return 0
}
