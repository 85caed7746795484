import { makeSet, type SiblingSet, type SiblingVersion } from '../../clock/sibling-set.ts'
import type { ByteBuffer } from '../../storage/byte-buffer.ts'
import type { ValueCodec } from '../../storage/stored-entry.ts'

const DELETED = 0xffffffff
const DOT_BYTES = 24
const CONTEXT_ENTRY_BYTES = 16

/** What a set takes on disk and on the wire: a value for each version that is not a deletion, and what tells them apart. */
export function setBytes({ versions, context }: SiblingSet, valueBytes: number): number {
  const values = versions.filter(({ value }) => value !== null).length
  return values * valueBytes + versions.length * DOT_BYTES + (context.length / 2) * CONTEXT_ENTRY_BYTES
}

/** How sets are written into records of the log. Values are names of writes, in characters of one byte. */
export const SET_CODEC: ValueCodec<SiblingSet> = {
  write({ context, versions }, into: ByteBuffer) {
    into.putInteger(context.length)
    for (const part of context) into.putNumber(part)
    into.putInteger(versions.length)
    for (const { actor, sequence, stamp, value } of versions) {
      into.putNumber(actor)
      into.putNumber(sequence)
      into.putNumber(stamp.physicalNanos)
      into.putInteger(stamp.counter)
      into.putInteger(value === null ? DELETED : value.length)
      if (value !== null) for (let i = 0; i < value.length; i++) into.putByte(value.charCodeAt(i))
    }
  },
  read(from: ByteBuffer, start) {
    let at = start
    const integer = () => from.integerAt((at += 4) - 4)
    const number = () => from.numberAt((at += 8) - 8)
    const context = Array.from({ length: integer() }, number)
    const versions = Array.from({ length: integer() }, (): SiblingVersion => {
      const [actor, sequence, physicalNanos] = [number(), number(), number()]
      const counter = integer()
      const length = integer()
      const characters =
        length === DELETED ? null : Array.from({ length }, () => String.fromCharCode(from.byteAt(at++)))
      return { actor, sequence, value: characters?.join('') ?? null, stamp: { physicalNanos, counter } }
    })
    return makeSet(context, versions)
  },
}
