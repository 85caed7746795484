import type { AnyFault } from './define-fault.ts'

const files = import.meta.glob<{ fault: AnyFault }>(['./fault/*.ts', '!./fault/*.test.ts'], { eager: true })

/** Every fault by name: each file in `fault/` exports one as `fault`. */
export const FAULTS: ReadonlyMap<string, AnyFault> = new Map(
  Object.values(files).map(({ fault }) => [fault.kind, fault]),
)
