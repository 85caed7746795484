// npm run bench -- [kernel|algorithms|designs|page] [--json] [--quick]: how fast it is, beside others in the same run.
import { performance } from 'node:perf_hooks'
import { importBundled } from './bundle.mjs'
import { benchPage } from './bench/page.mjs'
import { compiledPeer } from './bench/compiled-peer.mjs'

const SUITES = ['kernel', 'algorithms', 'designs', 'page']
const words = process.argv.slice(2)
const flags = new Set(words.filter((word) => word.startsWith('--')))
const named = words.filter((word) => !word.startsWith('--'))
const unknown = [
  ...named.filter((name) => !SUITES.includes(name)),
  ...[...flags].filter((flag) => !['--json', '--quick'].includes(flag)),
]
if (unknown.length > 0) {
  console.error(
    `There is no suite or flag "${unknown[0]}"; there are ${SUITES.join(', ')}, --json and --quick.`,
  )
  process.exit(2)
}

const suites = named.length === 0 ? SUITES : named
const quick = flags.has('--quick')
const tell = ({ suite, name }) => console.error(`${suite}: ${name}`)
const { bench, benchTable, pageTable } = await importBundled('engine/bench/main.ts', 'bench')
const rows = bench(suites, {
  repetitions: quick ? 2 : 7,
  share: quick ? 0.1 : 1,
  clock: () => performance.now(),
  compiled: suites.includes('kernel') ? compiledPeer() : null,
  tell,
})
const page = suites.includes('page') ? await benchPage({ quick, tell }) : []

if (flags.has('--json')) console.log(JSON.stringify([...rows, ...page], null, 2))
else {
  if (rows.length > 0) console.log(benchTable(rows))
  if (page.length > 0) console.log(pageTable(page))
}
