import { checkHistory } from '../checks/history/check-history.ts'
import { HISTORY_MODELS } from '../checks/history/catalogue.ts'
import type { Json } from '../checks/history/history-event.ts'
import type { HistoryModel } from '../checks/history/history-model.ts'
import { parseHistory } from '../checks/history/parse-history.ts'
import { type CheckedLevel, ISOLATION_LEVELS } from '../checks/history/transactions/isolation-levels.ts'
import { InputError } from '../schema/input-error.ts'
import { parse, readInput } from './arguments.ts'

/** Judges a recorded history by a model. Exit 0 when it holds, 1 when it is violated or undecided. */
export function check(args: string[]): number {
  const { values, positionals } = parse(args, {
    initial: { type: 'string' },
    level: { type: 'string' },
    json: { type: 'boolean' },
  })
  const [name, file, other] = positionals
  if (name === undefined || file === undefined || other !== undefined) {
    throw new InputError('check takes a model and a file: check register history.jsonl.')
  }
  const model = HISTORY_MODELS.get(name)
  if (model === undefined) {
    throw new InputError(
      `There is no model "${name}"; the models are ${[...HISTORY_MODELS.keys()].join(', ')}.`,
    )
  }
  const options = {
    ...(values.initial === undefined ? {} : { initial: parseInitial(values.initial) }),
    ...(values.level === undefined ? {} : { level: parseLevel(values.level, model) }),
  }
  const text = new TextDecoder('utf-8').decode(readInput(file))
  const started = performance.now()
  const result = checkHistory(model, parseHistory(text, model), options)
  const ms = Math.round((performance.now() - started) * 100) / 100
  const { verdict, operations, states, ...more } = result
  console.log(JSON.stringify({ verdict, operations, states, ms, ...more }, null, 2))
  return verdict === 'holds' ? 0 : 1
}

function parseInitial(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    throw new InputError(`--initial must be JSON, as 0, null or '"a"', not ${text}.`)
  }
}

function parseLevel(text: string, model: HistoryModel): CheckedLevel {
  if (!model.operations.has('txn')) {
    throw new InputError(`The ${model.name} model is not of transactions; leave --level out.`)
  }
  const level = ISOLATION_LEVELS.find((each) => each === text)
  if (level !== undefined) return level
  throw new InputError(`--level must be one of ${ISOLATION_LEVELS.join(', ')}, not ${text}.`)
}
