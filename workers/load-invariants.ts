import type { AnyInvariant } from '../engine/checks/define-invariant.ts'
import type { Action } from '../engine/schema/document.ts'
import { InputError } from '../engine/schema/input-error.ts'

const files = import.meta.glob<{ invariant: AnyInvariant }>([
  '../engine/checks/invariants/*.ts',
  '!../engine/checks/invariants/*.test.ts',
])

const fileOf = (name: string) => `../engine/checks/invariants/${name}.ts`
const nameOf = (file: string) => file.split('/').at(-1)!.slice(0, -'.ts'.length)

/**
 * Loads invariants by name, and no others: the file of an invariant has its name.
 *
 * @throws InputError when there is none of a name.
 */
export async function loadInvariants(names: Iterable<string>): Promise<Map<string, AnyInvariant>> {
  const loaded = [...new Set(names)].map(async (name): Promise<[string, AnyInvariant]> => {
    const load = files[fileOf(name)]
    if (load === undefined) {
      const known = Object.keys(files).map(nameOf).join(', ')
      throw new InputError(`There is no invariant "${name}"; the invariants are ${known}.`)
    }
    return [name, (await load()).invariant]
  })
  return new Map(await Promise.all(loaded))
}

/** The invariants that an action brings in. */
export function invariantsAdded(action: Action): string[] {
  if (action.do !== 'edit') return []
  return action.edits.flatMap((edit) => (edit.edit === 'set-invariants' ? edit.names : []))
}

export const isInvariant = (name: string): boolean => fileOf(name) in files
