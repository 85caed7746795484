import { Session } from 'node:inspector'

/** Deeper than anything here goes; ends the walk around a circle. */
const DEEPEST = 6

/** A value as the debugger shows it. */
interface Shown {
  type: string
  value?: unknown
  description?: string
  /** None on plain values. */
  objectId?: string
}

interface Field {
  name: string
  value?: Shown
}

/**
 * How many values an object keeps, in fields of its own (private ones too, which only the debugger sees), and in whatever hangs on those:
 * arrays, typed arrays, maps, sets, other objects. A text counts each character.
 */
export function numbersKept(object: object): number {
  const session = new Session()
  session.connect()
  // oxlint-disable-next-line no-restricted-globals -- where the debugger finds it; this is no part of the engine
  const holder = globalThis as { numbersKeptOf?: object }
  try {
    holder.numbersKeptOf = object
    const { result } = ask(session, 'Runtime.evaluate', { expression: 'globalThis.numbersKeptOf' })
    return keptIn(session, result as Shown, 0)
  } finally {
    delete holder.numbersKeptOf
    session.disconnect()
  }
}

function keptIn(session: Session, value: Shown | undefined, depth: number): number {
  if (value === undefined || value.type === 'function') return 0
  if (value.type === 'string') return String(value.value).length
  if (value.objectId === undefined) return 1
  const elements = /\((\d+)\)$/.exec(value.description ?? '') // Float64Array(50), Array(3), Map(2)
  if (elements !== null) return Number(elements[1])
  if (depth === DEEPEST) return 0
  const asked = { objectId: value.objectId, ownProperties: true }
  const { result, privateProperties = [] } = ask(session, 'Runtime.getProperties', asked)
  const fields = [...(result as Field[]), ...(privateProperties as Field[])]
  return fields
    .filter(({ name }) => name !== '__proto__')
    .reduce((sum, field) => sum + keptIn(session, field.value, depth + 1), 0)
}

/** The debugger of one's own thread answers before the call returns. */
function ask(session: Session, method: string, parameters: object): Record<string, unknown> {
  let answered: unknown
  session.post(method, parameters, (_, answer) => {
    answered = answer
  })
  if (typeof answered !== 'object') throw new Error(`the debugger does not answer ${method}`)
  return answered as Record<string, unknown>
}
