import { strToU8 } from 'fflate'
import type { ReadRow } from '../../algorithms/format/file-format.ts'
import { FORMATS } from '../../algorithms/format/formats.ts'
import { TextReader } from '../../algorithms/format/text-decoder.ts'
import { FileStore } from '../../algorithms/transfer/file-store.ts'
import { judgeLoaded } from '../../checks/loaded-file.bed.ts'
import type { Plant } from '../../checks/plant.bed.ts'
import { RandomStream } from '../../lib/random.ts'
import { ORDER_COLUMNS } from '../file-exporter/orders.ts'
import { FileImport, type Reject } from './file-import.ts'

const NAMES = ['Zoë', 'João', 'Ada', 'Märta', '漢字']
const BLOCK_BYTES = 64
const ROWS = 60

class GoesByName extends FileImport {
  override continues(file: FileImport['file']): boolean {
    return this.file.name === file.name
  }
}
class DecodesBlocksAlone extends FileImport {
  protected override decode(bytes: Uint8Array): string {
    const text = new TextReader()
    return text.push(bytes) + text.end()
  }
}
class LeavesTheLastRow extends FileImport {
  protected override leftInReader(): readonly ReadRow[] {
    return []
  }
}
class RejectsWithoutReason extends FileImport {
  protected override reject(reject: Reject): void {
    super.reject({ ...reject, reason: '' })
  }
}

/** An order file in a format drawn from the seed, some of its rows spoilt. */
function fileOf(seed: number, serial = 0) {
  const random = new RandomStream(seed, `file ${serial}`)
  const valueOf = ({ name, type }: (typeof ORDER_COLUMNS)[number], i: number, malformed: boolean) => {
    if (type === 'text') return name === 'order' ? `${serial}-${i}` : NAMES[random.below(NAMES.length)]
    if (malformed) return 'n/a'
    return type === 'date' ? '2026-11-28' : String(random.below(10_000))
  }
  const rows = Array.from({ length: ROWS }, (_, i) => {
    const malformed = random.chance(0.1)
    const fields = ORDER_COLUMNS.map((column) => [column.name, valueOf(column, i, malformed)] as const)
    return { number: i + 1, fields: Object.fromEntries(fields), malformed }
  })
  const format = [...FORMATS.values()][seed % FORMATS.size]
  const text = format.write(
    rows.map(({ fields }) => fields),
    ORDER_COLUMNS,
  )
  return { rows, format, bytes: strToU8(text) }
}
type File = ReturnType<typeof fileOf>

/** What an import does block by block; the file may be replaced when half of it has come. */
function load(Import: typeof FileImport, file: File, strict: boolean, replacement?: File) {
  const store = new FileStore()
  const put = ({ bytes }: File, now: number) => {
    store.delete('orders')
    store.begin('orders', 0, now)
    store.append('orders', bytes, now)
  }
  const options = { whole: false, strict, transform: 'none' as const }
  const begin = ({ format }: File) => new Import({ ...store.stat('orders')! }, format, options)
  put(file, 1)
  let work = begin(file)
  const received: Uint8Array[] = []
  const takeUpTo = (end: number) => {
    while (work.offset < end) {
      const block = store.read('orders', work.offset, Math.min(BLOCK_BYTES, end - work.offset))
      if (block.length === 0) return
      received.push(block)
      work.take(block)
    }
  }
  if (replacement !== undefined) {
    takeUpTo(Math.floor(file.bytes.length / 2))
    put(replacement, 2)
    if (!work.continues({ ...store.stat('orders')! })) {
      work = begin(replacement)
      received.length = 0
    }
  }
  takeUpTo(Infinity)
  work.end()
  const table = work.takeChunk(Infinity, true) ?? []
  const bytes = new Uint8Array(received.flatMap((block) => [...block]))
  return { sent: replacement ?? file, received: bytes, table, rejects: work.rejects }
}

function plant(
  name: string,
  checker: string,
  bug: string,
  Wrong: typeof FileImport,
  files: (seed: number) => { file: File; strict?: boolean; replacement?: File },
): Plant {
  const run = (seed: number, planted: boolean) => {
    const { file, strict = true, replacement } = files(seed)
    return judgeLoaded(checker, load(planted ? Wrong : FileImport, file, strict, replacement))
  }
  return { name, protocol: 'files', bug, checker, run }
}

/** A CSV file whose last row has no line end. */
function withoutLastLineEnd(seed: number): File {
  const file = fileOf(seed * FORMATS.size)
  return { ...file, bytes: file.bytes.subarray(0, file.bytes.length - 1) }
}

export const plants: readonly Plant[] = [
  plant(
    'resumed-without-looking',
    'files-arrive-byte-exact',
    'A transfer goes on where it was though the file was replaced meanwhile: two halves are glued together.',
    GoesByName,
    (seed) => ({ file: fileOf(seed * FORMATS.size), replacement: fileOf(seed * FORMATS.size, 1) }),
  ),
  plant(
    'rejects-without-reason',
    'rejected-rows-kept',
    'Rows that cannot be loaded are kept without the reason why.',
    RejectsWithoutReason,
    (seed) => ({ file: fileOf(seed) }),
  ),
  plant(
    'last-row-left-in-the-reader',
    'rejected-rows-kept',
    'The reader is not told that the file has ended: a last row without a line end stays in it.',
    LeavesTheLastRow,
    (seed) => ({ file: withoutLastLineEnd(seed) }),
  ),
  plant(
    'blocks-decoded-alone',
    'rows-as-sent',
    'Each block is decoded for itself: a letter whose bytes lie in two blocks becomes two replacement characters.',
    DecodesBlocksAlone,
    (seed) => ({ file: fileOf(seed), strict: false }),
  ),
]
