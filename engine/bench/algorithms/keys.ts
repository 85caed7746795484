import { Zipf } from '../../lib/distribution/zipf.ts'
import { RandomStream } from '../../lib/random.ts'
import { kept } from './each-of.ts'

/** Keys as caches see them: a few favourites and a long tail. A power of two of them, to go round in. */
export function zipfKeys(keys: number, exponent: number): Int32Array {
  const zipf = new Zipf({ keys, exponent })
  const random = new RandomStream(7, 'bench/keys')
  return Int32Array.from({ length: 1 << 20 }, () => zipf.next(random))
}

/** Goes round in `keys`, from where it stopped. */
export function eachKey(keys: Int32Array, use: (key: number) => unknown): (count: number) => void {
  let at = 0
  const mask = keys.length - 1
  return (count) => {
    for (let i = 0; i < count; i++) kept.answer = use(keys[at++ & mask])
  }
}
