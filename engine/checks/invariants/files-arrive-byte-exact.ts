import { seconds } from '../client-answer.ts'
import { defineInvariant } from '../define-invariant.ts'
import { sentFile, type FileLoaded } from '../file-ledger.ts'

export const invariant = defineInvariant<null>({
  name: 'files-arrive-byte-exact',
  title: 'Files arrive byte for byte',
  doc: 'A file that an adapter has taken for whole has the size and the checksum with which it was exported.',
  start: () => null,
  on: {
    'file-loaded'(_state, { name, sizeBytes, crc }: FileLoaded, nodeId, ctx) {
      const sent = sentFile(name, ctx)
      if (sent === null) return undefined
      if (sent.crc === crc && sent.sizeBytes === sizeBytes) return null
      return {
        says: `${name} arrived with ${sizeBytes} of ${sent.sizeBytes} bytes, checksum ${crc.toString(16)} instead of ${sent.crc.toString(16)}.`,
        operations: [
          `${name} was exported with ${sent.sizeBytes} bytes`,
          `${seconds(ctx.now)}: ${nodeId} took ${sizeBytes} bytes for the whole file`,
        ],
        nodes: [nodeId],
      }
    },
  },
})
