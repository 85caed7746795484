import { basename } from 'node:path'
import { countHits } from '../algorithms/cache/count-hits.ts'
import { createPolicy, findPolicy, POLICIES } from '../algorithms/cache/policies.ts'
import { RandomStream } from '../lib/random.ts'
import { InputError } from '../schema/input-error.ts'
import { readTrace } from '../workload/trace/read-trace.ts'
import type { Trace } from '../workload/trace/trace.ts'
import { parse, readInput, wholeNumber } from './arguments.ts'

/** Runs an eviction policy over a recorded trace and prints its hit rate. */
export function cache(args: string[]): number {
  const options = {
    policy: { type: 'string' },
    size: { type: 'string' },
    bytes: { type: 'string' },
    trace: { type: 'string' },
    json: { type: 'boolean' },
  } as const
  const { values, positionals } = parse(args, options)
  const { policy: name, size, bytes, trace: file } = values
  if (positionals.length > 0) throw new InputError(`cache takes no "${positionals[0]}"; it takes options.`)
  if (name === undefined || file === undefined || (size === undefined) === (bytes === undefined)) {
    throw new InputError(
      'cache takes --policy NAME, --trace FILE and one of --size and --bytes: cache --policy arc --size 1000 --trace cs.trace.gz.',
    )
  }
  if (findPolicy(name) === undefined) {
    const names = POLICIES.filter(({ role }) => role !== 'broken').map((policy) => policy.name)
    throw new InputError(`There is no policy "${name}"; the policies are ${names.join(', ')}.`)
  }
  const capacity =
    bytes === undefined
      ? wholeNumber('--size', size ?? '', 1, 2 ** 31 - 2)
      : wholeNumber('--bytes', bytes, 1, Number.MAX_SAFE_INTEGER)
  const { keys, sizesBytes } = read(file)
  if (size === undefined && sizesBytes === null) {
    throw new InputError(`The trace "${file}" has no object sizes; give --size, in entries.`)
  }
  const sequence = { keys, sizes: size === undefined ? sizesBytes : null }
  const random = new RandomStream(1, 'eviction')
  const hits = countHits(createPolicy(name, { capacity, random, future: sequence }), sequence)
  const requests = keys.length
  console.log(
    JSON.stringify(
      { policy: name, size: capacity, requests, hits, misses: requests - hits, hitRate: hits / requests },
      null,
      2,
    ),
  )
  return 0
}

function read(file: string): Trace {
  const reading = readTrace(basename(file), readInput(file))
  let step = reading.next()
  while (!step.done) step = reading.next()
  return step.value
}
