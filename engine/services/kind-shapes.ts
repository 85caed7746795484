import type { KindShape } from '../schema/kind-shape.ts'
import type { AnyService } from './define-service.ts'
import { receivesAnything } from './receives-anything.ts'

/** What a document may know of kinds. */
export function kindShapes(kinds: ReadonlyMap<string, AnyService>): ReadonlyMap<string, KindShape> {
  const shapes = [...kinds].map(([name, spec]): [string, KindShape] => {
    const { kind, title, understands, hears = [], ports, params } = spec
    return [name, { kind, title, understands, hears, ports, params, receives: receivesAnything(spec) }]
  })
  return new Map(shapes)
}
