import { check } from './check.ts'
import { cache } from './cache.ts'
import { digest } from './digest.ts'
import { list } from './list.ts'
import { run } from './run.ts'
import { usage } from './usage.ts'

/** A command prints to standard output and returns the exit status. */
const COMMANDS: Record<string, (args: string[]) => number | Promise<number>> = {
  list,
  run,
  cache,
  check,
  digest,
}

const INPUT_ERRORS = ['InputError', 'TraceError', 'HistoryError']

async function main(): Promise<number> {
  const [name, ...args] = process.argv.slice(2)
  const command = name === undefined ? undefined : COMMANDS[name]
  if (command !== undefined) return command(args)
  const asked = name === undefined || name === '--help' || name === 'help'
  if (asked) console.log(usage())
  else console.error(`There is no command "${name}"; the commands are ${Object.keys(COMMANDS).join(', ')}.`)
  return asked ? 0 : 2
}

try {
  process.exitCode = await main()
} catch (error) {
  // Input errors are sentences for people; anything else is a fault of ours and keeps its stack.
  if (!(error instanceof Error)) throw error
  console.error(INPUT_ERRORS.includes(error.name) ? error.message : error.stack)
  process.exitCode = 2
}
