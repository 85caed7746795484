import type { Action, Command } from '../engine/schema/document.ts'
import { InputError } from '../engine/schema/input-error.ts'
import type { AnyService } from '../engine/services/define-service.ts'

const files = import.meta.glob<{ service: AnyService }>('../engine/services/*/service.ts')

const fileOf = (kind: string) => `../engine/services/${kind}/service.ts`
const kindOf = (file: string) => file.split('/').at(-2)!

/**
 * Loads the kinds that a document names, and those that a log of edits brings in, and no others: the folder of a kind has its name.
 *
 * @throws InputError when there is no kind of that name.
 */
export async function loadKinds(
  document: { nodes: Record<string, { kind: string }> },
  log: readonly Command[] = [],
): Promise<Map<string, AnyService>> {
  const added = log.flatMap(({ action }) => kindsAdded(action))
  const present = Object.entries(document.nodes).map(([id, { kind }]) => ({ id, kind }))
  const named = new Map([...present, ...added].map(({ id, kind }) => [kind, id]))
  const loaded = [...named].map(async ([kind, id]): Promise<[string, AnyService]> => {
    const load = files[fileOf(kind)]
    if (load === undefined) {
      throw new InputError(
        `Node "${id}" is of the kind "${kind}", which does not exist; kinds are ${Object.keys(files).map(kindOf).join(', ')}.`,
      )
    }
    return [kind, (await load()).service]
  })
  return new Map(await Promise.all(loaded))
}

/** The nodes that an action adds. */
export function kindsAdded(action: Action): { id: string; kind: string }[] {
  if (action.do !== 'edit') return []
  return action.edits.flatMap((edit) =>
    edit.edit === 'add-node' ? [{ id: edit.id, kind: edit.node.kind }] : [],
  )
}

/** Names of all kinds that there are. */
export const ALL_KINDS: readonly string[] = Object.keys(files).map(kindOf)

/**
 * Loads kinds by name.
 *
 * @throws InputError when there is none of a name.
 */
export const loadNamed = (names: readonly string[]): Promise<Map<string, AnyService>> =>
  loadKinds({ nodes: Object.fromEntries(names.map((kind) => [kind, { kind }])) })
