import * as wasmChunking from '@dstanesc/wasm-chunking-fastcdc-node'
import * as fastcdcWasm from 'fastcdc-wasm'
import { FastCdc } from '../../../algorithms/storage/algorithm/fast-cdc.ts'
import { RandomStream } from '../../../lib/random.ts'
import type { AlgorithmFamily } from '../algorithm-family.ts'
import { kept } from '../each-of.ts'

const BYTES = 1 << 23
const SIZES = { minBytes: 2_048, averageBytes: 8_192, maxBytes: 65_536 }

/** Eight megabytes of random bytes into chunks of 8 kB; an operation is a byte. Both packages are the Rust crate fastcdc in WebAssembly. */
export const family: AlgorithmFamily = {
  workloads: () => {
    const random = new RandomStream(2, 'bench/bytes')
    const bytes = Uint8Array.from({ length: BYTES }, () => random.int32())
    const { minBytes, averageBytes, maxBytes } = SIZES
    return [
      {
        suite: 'algorithms',
        name: 'chunks: FastCDC, bytes',
        count: 8 * BYTES,
        ours: () => {
          const chunker = new FastCdc(SIZES)
          return again(() => chunker.chunkEnds(bytes))
        },
        peers: {
          'wasm-chunking-fastcdc (WASM)': () =>
            again(() => wasmChunking.compute_chunks(bytes, minBytes, averageBytes, maxBytes)),
          'fastcdc-wasm (WASM)': () =>
            again(() => fastcdcWasm.get_chunks(bytes, minBytes, averageBytes, maxBytes)),
        },
      },
    ]
  },
}

/** Chunks all the bytes as often as it takes. */
function again(chunkAll: () => ArrayLike<number>): (count: number) => void {
  return (count) => {
    for (let done = 0; done < count; done += BYTES) kept.answer = chunkAll()
  }
}
