import type { AnyFault } from './define-fault.ts'

const files = import.meta.glob<{ fault: AnyFault }>('./fault/*.ts', { eager: true })

/** Every fault by name: each file in `fault/` exports one as `fault`. */
export const FAULTS: ReadonlyMap<string, AnyFault> = new Map(
  Object.entries(files)
    .filter(([path]) => !path.includes('.test.'))
    .map(([, { fault }]) => [fault.kind, fault]),
)
