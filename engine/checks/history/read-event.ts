import { HistoryError } from './history-error.ts'
import type { EventType, HistoryEvent, Json, ProcessId } from './history-event.ts'
import type { HistoryModel } from './history-model.ts'

const DEEPEST = 64
const TYPES: ReadonlySet<unknown> = new Set<EventType>(['invoke', 'ok', 'fail', 'info'])

/** Takes one line's JSON for an event of the model; throws `HistoryError` when it is none. */
export function readEvent(json: unknown, line: number, model: HistoryModel): HistoryEvent {
  if (json === null || typeof json !== 'object' || Array.isArray(json)) {
    throw new HistoryError(
      line,
      'an event is an object with "process", "type" and "f"; write {"process": 0, …}.',
    )
  }
  const fields = json as Readonly<Record<string, Json | undefined>>
  const process = readProcess(fields.process, line)
  const type = readType(fields.type, line)
  const f = readOperationName(fields.f, line, model)
  requireExact(fields.key, line, 'key')
  requireExact(fields.value, line, 'value')
  if (type === 'invoke') requireArguments(fields, f, line, model)
  return {
    line,
    process,
    type,
    f,
    key: fields.key,
    value: fields.value,
    result: readResult(fields.result, f, line, model),
    time: readTime(fields.time, line),
  }
}

function readProcess(process: Json | undefined, line: number): ProcessId {
  if (typeof process === 'string' && process !== '') return process
  if (typeof process === 'number' && Number.isSafeInteger(process)) return process
  throw new HistoryError(line, `"process" is ${shown(process)}; give it a whole number or a name.`)
}

function readType(type: Json | undefined, line: number): EventType {
  if (TYPES.has(type)) return type as EventType
  throw new HistoryError(line, `"type" is ${shown(type)}; it is one of invoke, ok, fail and info.`)
}

function readOperationName(f: Json | undefined, line: number, model: HistoryModel): string {
  if (typeof f === 'string' && model.operations.has(f)) return f
  const names = [...model.operations.keys()].join(', ')
  throw new HistoryError(line, `"f" is ${shown(f)}; the operations of the ${model.name} model are ${names}.`)
}

function readResult(result: Json | undefined, f: string, line: number, model: HistoryModel) {
  if (result === undefined || result === null) return undefined
  if (typeof result === 'boolean') return result
  if (model.operations.get(f)!.mayObserveFailure !== true) return undefined
  throw new HistoryError(line, `"result" is ${shown(result)}; it is true or false.`)
}

function readTime(time: Json | undefined, line: number): number | undefined {
  if (time === undefined || time === null) return undefined
  if (typeof time === 'number') return time
  throw new HistoryError(line, `"time" is ${shown(time)}; give it a number.`)
}

function requireArguments(
  fields: Readonly<Record<string, Json | undefined>>,
  f: string,
  line: number,
  model: HistoryModel,
): void {
  if (model.needsKey && (fields.key === undefined || fields.key === null)) {
    throw new HistoryError(line, `a ${f} of the ${model.name} model is about one key; add "key".`)
  }
  const complaint = model.operations.get(f)!.complaint?.(fields.value) ?? null
  if (complaint !== null) throw new HistoryError(line, complaint)
}

/** Values are compared exactly, so they may not have lost digits in reading, nor be too deep to walk. */
function requireExact(json: Json | undefined, line: number, field: string, depth = 0): void {
  if (typeof json === 'number' && (!Number.isFinite(json) || lostDigits(json))) {
    throw new HistoryError(
      line,
      `"${field}" has a number beyond 2^53, which loses digits; write it as a string.`,
    )
  }
  if (json === null || typeof json !== 'object') return
  if (depth === DEEPEST) {
    throw new HistoryError(line, `"${field}" is nested more than ${DEEPEST} deep; write it as a string.`)
  }
  for (const member of Object.values(json)) requireExact(member, line, field, depth + 1)
}

const lostDigits = (value: number): boolean => Number.isInteger(value) && !Number.isSafeInteger(value)

function shown(json: Json | undefined): string {
  if (json === undefined) return 'missing'
  if (json !== null && typeof json === 'object') return Array.isArray(json) ? 'a list' : 'an object'
  const text = JSON.stringify(json)
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
