import { HISTORY_MODELS } from '../checks/history/catalogue.ts'
import { ISOLATION_LEVELS } from '../checks/history/transactions/isolation-levels.ts'

/** What the runner can do, in words. */
export function usage(): string {
  const models = [...HISTORY_MODELS.values()].map(
    ({ name, operations, doc }) =>
      `  ${name.padEnd(22)}${[...operations.keys()].join(', ')}\n${' '.repeat(24)}${doc}`,
  )
  return `Breakwater without a browser.

  npm run -s sim -- list
  npm run -s sim -- run <slug|file.json> [--scenario NAME] [--seed N] [--until SECONDS] [--set node.param=value]... [--json]
  npm run -s sim -- cache --policy NAME (--size N | --bytes N) --trace FILE
  npm run -s sim -- check <model> <history.jsonl> [--initial JSON] [--level LEVEL]
  npm run -s sim -- digest --designs all|SLUG --seeds N

Models of check, the operations they know, and what they promise:
${models.join('\n')}

Transactions are held to serializability, or to another --level: ${ISOLATION_LEVELS.join(', ')}.

Exit status: 0 fine, 1 a verdict failed, 2 bad input.`
}
