import type { KindShape } from '../schema/kind-shape.ts'
import type { AnyService } from './define-service.ts'
import { receivesRequests } from './receives-requests.ts'

/** What a document may know of kinds. */
export function kindShapes(kinds: ReadonlyMap<string, AnyService>): ReadonlyMap<string, KindShape> {
  const shapes = [...kinds].map(([name, spec]): [string, KindShape] => {
    const { kind, title, ports, params } = spec
    return [name, { kind, title, ports, params, receives: receivesRequests(spec) }]
  })
  return new Map(shapes)
}
