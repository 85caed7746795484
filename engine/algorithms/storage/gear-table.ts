import { finalize32 } from '../../lib/hash.ts'

/** A random 32-bit number for each byte: the same in every run, since two sides that chunk must agree on it. */
export const GEAR = Int32Array.from(
  { length: 256 },
  (_, byte) => finalize32(Math.imul(byte + 1, 0x9e3779b9)) | 0,
)
