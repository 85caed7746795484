import type { Document } from '../engine/schema/document.ts'
import { InputError } from '../engine/schema/input-error.ts'
import type { AnyService } from '../engine/services/define-service.ts'

const files = import.meta.glob<{ service: AnyService }>('../engine/services/*/service.ts')

const fileOf = (kind: string) => `../engine/services/${kind}/service.ts`
const kindOf = (file: string) => file.split('/').at(-2)!

/**
 * Loads the kinds that a document names, and no others: the folder of a kind has its name.
 *
 * @throws InputError when there is no kind of that name.
 */
export async function loadKinds(document: Document): Promise<Map<string, AnyService>> {
  const named = new Map(Object.entries(document.nodes).map(([id, { kind }]) => [kind, id]))
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
