import type { PopularitySpec } from './popularity.ts'

const files = import.meta.glob<{ popularity: PopularitySpec }>(
  ['./popularity/*.ts', '!./popularity/*.test.ts'],
  { eager: true },
)

/** Every way to choose keys by name: each file in `popularity/` exports one as `popularity`. */
export const POPULARITIES: ReadonlyMap<string, PopularitySpec> = new Map(
  Object.values(files).map(({ popularity }) => [popularity.name, popularity]),
)
