import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const COPIES = 5_000

/** Bytes that one of what `make` makes holds in the heap and outside of it, by making thousands and collecting all else. */
export function bytesHeld(make: () => object): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const used = () => {
    collect()
    collect() // what the first left behind of arrays is gone at the second
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    return heapUsed + arrayBuffers
  }
  for (let i = 0; i < 100; i++) make() // what is made once, for all, is none of one copy's; the first ones are larger
  const held = Array.from<object | null>({ length: COPIES }).fill(null)
  const before = used()
  for (let i = 0; i < COPIES; i++) held[i] = make()
  const after = used()
  return held.includes(null) ? NaN : (after - before) / COPIES
}
