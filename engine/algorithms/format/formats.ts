import type { FormatSpec } from './file-format.ts'

const files = import.meta.glob<{ format: FormatSpec }>(['./algorithm/*.ts', '!./algorithm/*.test.ts'], {
  eager: true,
})

/** Every file format by name: each file of `algorithm/` exports one as `format`. */
export const FORMATS: ReadonlyMap<string, FormatSpec> = new Map(
  Object.values(files).map(({ format }) => [format.name, format]),
)

/** The format that a file of this name is in, by its extension; null when none has it. */
export function formatOfFile(name: string): FormatSpec | null {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  return [...FORMATS.values()].find((format) => format.extension === extension) ?? null
}
