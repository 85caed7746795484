import type { OperationSpec } from './operation.ts'

const files = import.meta.glob<{ operations: OperationSpec }>(
  ['./operations/*.ts', '!./operations/*.test.ts'],
  { eager: true },
)

/** Every operation set by name: each file in `operations/` exports one as `operations`. */
export const OPERATION_SETS: ReadonlyMap<string, OperationSpec> = new Map(
  Object.values(files).map(({ operations }) => [operations.name, operations]),
)
