import { DESIGNS } from '../designs/catalogue.ts'
import { parse } from './arguments.ts'

/** Prints all 45 designs; those with scenarios run. */
export function list(args: string[]): number {
  const { values } = parse(args, { json: { type: 'boolean' } })
  const rows = [...DESIGNS.values()].map(({ number, slug, title, design }) => ({
    number,
    slug,
    title,
    scenarios: Object.keys(design?.scenarios ?? {}),
  }))
  if (values.json !== true && process.stdout.isTTY) {
    for (const { number, slug, title, scenarios } of rows) {
      console.log(
        `${String(number).padStart(2)}  ${slug.padEnd(32)} ${title}${scenarios.length === 0 ? ' (does not run yet)' : ''}`,
      )
    }
  } else console.log(JSON.stringify(rows, null, 2))
  return 0
}
