import type { ShapeSpec } from './load-shape.ts'

const files = import.meta.glob<{ shape: ShapeSpec }>(['./shape/*.ts', '!./shape/*.test.ts'], { eager: true })

/** Every load shape by name: each file in `shape/` exports one as `shape`. */
export const SHAPES: ReadonlyMap<string, ShapeSpec> = new Map(
  Object.values(files).map(({ shape }) => [shape.name, shape]),
)
