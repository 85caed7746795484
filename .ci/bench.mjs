// npm run bench -- [kernel|algorithms|designs|page|soak] [--json] [--quick] [--keep]: how fast it is, beside others in the same run.
import { performance } from 'node:perf_hooks'
import v8 from 'node:v8'
import vm from 'node:vm'
import { importBundled } from './bundle.mjs'
import { benchPage } from './bench/page/page.mjs'
import { benchDesigns } from './bench/bench-designs.mjs'
import { compiledPeer } from './bench/compiled-peer.mjs'
import { keepResults } from './bench/keep-results.mjs'

const SUITES = ['kernel', 'algorithms', 'designs', 'page']
/** Takes long, and is run when it is asked for only. */
const SOAK = 'soak'
const FLAGS = ['--json', '--quick', '--keep']
const words = process.argv.slice(2)
const flags = new Set(words.filter((word) => word.startsWith('--')))
const named = words.filter((word) => !word.startsWith('--'))
const unknown = [
  ...named.filter((name) => !SUITES.includes(name) && name !== SOAK),
  ...[...flags].filter((flag) => !FLAGS.includes(flag)),
]
if (unknown.length > 0) {
  console.error(
    `There is no suite or flag "${unknown[0]}"; there are ${[...SUITES, SOAK, ...FLAGS].join(', ')}.`,
  )
  process.exit(2)
}

v8.setFlagsFromString('--expose-gc') // so that a measurement of the heap begins with an empty one
const collect = vm.runInNewContext('gc')
if (flags.has('--keep') && flags.has('--quick')) {
  console.error('A quick look is not kept: leave out --quick or --keep.')
  process.exit(2)
}

const suites = named.length === 0 ? SUITES : named
const quick = flags.has('--quick')
const tell = ({ suite, name }) => console.error(`${suite}: ${name}`)
const { bench, benchTable, designTable, pageTable, soakDesigns, soakTable, ...ofDesigns } =
  await importBundled('engine/bench/main.ts', 'bench')
// What is in typed arrays is not on the heap, and is most of what some designs keep.
const memory = { used: () => heldBytes(process.memoryUsage()), collect }
const heldBytes = ({ heapUsed, arrayBuffers }) => heapUsed + arrayBuffers
const options = {
  repetitions: quick ? 2 : 7,
  share: quick ? 0.1 : 1,
  clock: () => performance.now(),
  memory,
  compiled: suites.includes('kernel') ? compiledPeer() : null,
  tell,
}
const rows = await bench(suites, options)
const designs = suites.includes('designs') ? await benchDesigns(ofDesigns, options, quick) : []
const soak = suites.includes(SOAK) ? soakDesigns(quick ? 0.1 : 1, memory, tell) : []
const page = suites.includes('page') ? await benchPage({ quick, tell }) : []

const tableOf = (some) => (some.length > 0 ? benchTable(some) : '')
const tables = [
  ...suites.map((suite) => tableOf(rows.filter((row) => row.suite === suite))),
  designs.length > 0 ? designTable(designs) : '',
  page.length > 0 ? pageTable(page) : '',
  soak.length > 0 ? soakTable(soak) : '',
].filter((table) => table !== '')
console.log(
  flags.has('--json')
    ? JSON.stringify([...rows, ...designs, ...page, ...soak], null, 2)
    : tables.join('\n\n'),
)
if (flags.has('--keep')) keepResults(tables)
