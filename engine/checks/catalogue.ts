import type { AnyInvariant } from './define-invariant.ts'

const files = import.meta.glob<{ invariant: AnyInvariant }>('./invariants/*.ts', { eager: true })

/** Every invariant by name: each file in `invariants/` exports one as `invariant`. */
export const INVARIANTS: ReadonlyMap<string, AnyInvariant> = new Map(
  Object.entries(files)
    .filter(([path]) => !path.includes('.test.'))
    .map(([, file]) => [file.invariant.name, file.invariant]),
)
