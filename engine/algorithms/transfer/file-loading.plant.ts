import { strToU8 } from 'fflate'
import { judgeLoaded } from '../../checks/loaded-file.bed.ts'
import type { Plant } from '../../checks/plant.bed.ts'
import { RandomStream } from '../../lib/random.ts'
import { rowProblem } from '../format/check-row.ts'
import type { Column, Fields, ReadRow } from '../format/file-format.ts'
import { FORMATS } from '../format/formats.ts'
import { TextReader } from '../format/text-decoder.ts'
import { FileStore } from './file-store.ts'

const PROTOCOL = 'files'
const COLUMNS: readonly Column[] = [
  { name: 'id', type: 'text', width: 8 },
  { name: 'name', type: 'text', width: 16 },
  { name: 'cents', type: 'integer', width: 10 },
]
const NAMES = ['Zoë', 'João', 'Ada', 'Märta', '漢字']
const BLOCK = 64

interface Row {
  readonly number: number
  readonly fields: Fields
  readonly malformed: boolean
}

/** A file in a format drawn from the seed, some of its rows spoilt. */
function fileOf(seed: number, serial = 0) {
  const random = new RandomStream(seed, `file ${serial}`)
  const rows: Row[] = Array.from({ length: 60 }, (_, i) => {
    const malformed = random.chance(0.1)
    const cents = malformed ? 'n/a' : String(random.below(10_000))
    return {
      number: i + 1,
      fields: { id: `${serial}-${i}`, name: NAMES[random.below(NAMES.length)], cents },
      malformed,
    }
  })
  const format = [...FORMATS.values()][seed % FORMATS.size]
  return {
    rows,
    format,
    bytes: strToU8(
      format.write(
        rows.map(({ fields }) => fields),
        COLUMNS,
      ),
    ),
  }
}

/** Reads it block by block, as adapters do, with the given slips. */
function read(
  file: ReturnType<typeof fileOf>,
  slips: { decodesBlocksAlone?: boolean; forgetsEnd?: boolean } = {},
): ReadRow[] {
  const reader = file.format.reader(COLUMNS)
  let text = new TextReader()
  const rows: ReadRow[] = []
  for (let at = 0; at < file.bytes.length; at += BLOCK) {
    const block = file.bytes.subarray(at, at + BLOCK)
    rows.push(...reader.push(text.push(block)))
    if (slips.decodesBlocksAlone === true) {
      rows.push(...reader.push(text.end()))
      text = new TextReader()
    }
  }
  if (slips.forgetsEnd !== true) rows.push(...reader.push(text.end()), ...reader.end())
  return rows
}

function sorted(rows: readonly ReadRow[], strict = true) {
  const table: { number: number; fields: Fields }[] = []
  const rejects: { number: number; reason: string }[] = []
  for (const { number, fields, reason } of rows) {
    const problem = fields === null ? reason : rowProblem(fields, COLUMNS, strict)
    if (problem === null) table.push({ number, fields: fields! })
    else rejects.push({ number, reason: problem })
  }
  return { table, rejects }
}

const whole = (file: ReturnType<typeof fileOf>) => ({
  sent: file,
  received: file.bytes,
  ...sorted(read(file)),
})

export const plants: readonly Plant[] = [
  {
    name: 'half-an-upload-taken-for-whole',
    protocol: PROTOCOL,
    bug: 'A file is stored under its final name while it is written, and read before it is whole.',
    checker: 'files-arrive-byte-exact',
    run(seed, planted) {
      const file = fileOf(seed)
      const store = new FileStore()
      const name = planted ? 'orders' : 'orders.part'
      store.begin(name, 0, 0)
      const cut = 1 + new RandomStream(seed, 'cut').below(file.bytes.length - 1)
      store.append(name, file.bytes.subarray(0, cut), 1)
      const early = store.has('orders') ? store.read('orders', 0, 1e9) : null
      store.append(name, file.bytes.subarray(cut), 2)
      if (!planted) store.rename(name, 'orders')
      const received = early ?? store.read('orders', 0, 1e9)
      return judgeLoaded('files-arrive-byte-exact', { ...whole(file), received })
    },
  },
  {
    name: 'resumed-without-looking',
    protocol: PROTOCOL,
    bug: 'A transfer goes on where it was though the file was replaced meanwhile: two halves are glued together.',
    checker: 'files-arrive-byte-exact',
    run(seed, planted) {
      const [first, second] = [fileOf(seed), fileOf(seed, 1)]
      const cut = Math.floor(first.bytes.length / 2)
      const glued = new Uint8Array([...first.bytes.subarray(0, cut), ...second.bytes.subarray(cut)])
      return judgeLoaded('files-arrive-byte-exact', {
        ...whole(second),
        received: planted ? glued : second.bytes,
      })
    },
  },
  {
    name: 'chunk-appended-again',
    protocol: PROTOCOL,
    bug: 'A chunk whose answer was lost is loaded again, and inserted instead of replaced.',
    checker: 'load-is-idempotent',
    run(seed, planted) {
      const file = fileOf(seed)
      const loaded = whole(file)
      const again = loaded.table.slice(0, 20)
      const table = planted
        ? [...loaded.table, ...again]
        : [...new Map([...loaded.table, ...again].map((row) => [row.number, row])).values()]
      return judgeLoaded('load-is-idempotent', { ...loaded, table })
    },
  },
  {
    name: 'rejects-without-reason',
    protocol: PROTOCOL,
    bug: 'Rows that cannot be loaded are kept without the reason why.',
    checker: 'rejected-rows-kept',
    run(seed, planted) {
      const loaded = whole(fileOf(seed))
      const rejects = planted ? loaded.rejects.map((reject) => ({ ...reject, reason: '' })) : loaded.rejects
      return judgeLoaded('rejected-rows-kept', { ...loaded, rejects })
    },
  },
  {
    name: 'last-row-left-in-the-reader',
    protocol: PROTOCOL,
    bug: 'The reader is not told that the file has ended: a last row without a line end stays in it.',
    checker: 'rejected-rows-kept',
    run(seed, planted) {
      const file = fileOf(seed * FORMATS.size) // of the first format, which is CSV
      const cut = { ...file, bytes: file.bytes.subarray(0, file.bytes.length - 1) }
      return judgeLoaded('rejected-rows-kept', {
        sent: cut,
        received: cut.bytes,
        ...sorted(read(cut, { forgetsEnd: planted })),
      })
    },
  },
  {
    name: 'blocks-decoded-alone',
    protocol: PROTOCOL,
    bug: 'Each block is decoded for itself: a letter whose bytes lie in two blocks becomes two replacement characters.',
    checker: 'rows-as-sent',
    run(seed, planted) {
      const file = fileOf(seed)
      const rows = sorted(read(file, { decodesBlocksAlone: planted }), false)
      return judgeLoaded('rows-as-sent', { sent: file, received: file.bytes, ...rows })
    },
  },
]
