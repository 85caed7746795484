import { assert } from '../../lib/assert.ts'
import type { HeavyHitters, SketchOptions, SketchSpec } from './heavy-hitters.ts'

const files = import.meta.glob<{ sketch: SketchSpec }>(['./algorithm/*.ts', '!./algorithm/*.test.ts'], {
  eager: true,
})

/** Every heavy-hitter sketch: each file of `algorithm/` exports one as `sketch`. */
export const SKETCHES: readonly SketchSpec[] = Object.values(files)
  .map(({ sketch }) => sketch)
  .toSorted((a, b) => (a.name < b.name ? -1 : 1))

const byName = new Map(SKETCHES.map((sketch) => [sketch.name, sketch]))

/** Makes the sketch of that name; the name is one of the catalogue. */
export function createSketch(name: string, options: SketchOptions): HeavyHitters {
  const sketch = byName.get(name)
  assert(sketch !== undefined, 'a sketch has a name of the catalogue')
  return sketch.create(options)
}
