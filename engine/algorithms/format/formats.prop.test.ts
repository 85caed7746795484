import fc from 'fast-check'
import { strToU8 } from 'fflate'
import { describe, expect, it, test } from 'vitest'
import { rowProblem } from './check-row.ts'
import type { Column, ReadRow } from './file-format.ts'
import { FORMATS, formatOfFile } from './formats.ts'
import { TextReader } from './text-decoder.ts'

const COLUMNS: readonly Column[] = [
  { name: 'id', type: 'text', width: 8 },
  { name: 'name', type: 'text', width: 20 },
  { name: 'cents', type: 'integer', width: 12 },
]
const settings = { numRuns: 120 }
const text = fc
  .string({ unit: fc.constantFrom(...Array.from('abc ,"\'<>&;[]{}:\\éß漢')), minLength: 1, maxLength: 18 })
  .map((each) => `x${each.trim()}x`)
const row = fc.record({ id: fc.nat(99_999).map(String), name: text, cents: fc.integer().map(String) })

/** Reads text in pieces that are cut at the given shares. */
function readInPieces(
  name: string,
  whole: string,
  cuts: readonly number[],
  columns: readonly Column[] | null,
): ReadRow[] {
  const reader = FORMATS.get(name)!.reader(columns)
  const at = [0, ...cuts.map((cut) => Math.floor(cut * whole.length)).sort((a, b) => a - b), whole.length]
  const rows = at.slice(1).flatMap((end, i) => reader.push(whole.slice(at[i], end)))
  return [...rows, ...reader.end()]
}

describe.each([...FORMATS.keys()])('%s', (name) => {
  it('reads back what it has written, wherever the text is cut', () => {
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 8 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 5 }),
        (rows, cuts) => {
          const written = FORMATS.get(name)!.write(rows, COLUMNS)
          const read = readInPieces(name, written, cuts, COLUMNS)
          expect(read).toEqual(rows.map((fields, i) => ({ number: i + 1, fields, reason: null })))
        },
      ),
      settings,
    )
  })

  it('says of a file that was cut off that it was, and reads what is whole', () => {
    const rows = Array.from({ length: 50 }, (_, i) => ({ id: String(i), name: `name ${i}`, cents: '12' }))
    const format = FORMATS.get(name)!
    const written = format.write(rows, COLUMNS)
    const read = readInPieces(name, written.slice(0, written.length * 0.6), [0.3], COLUMNS)
    const good = read.filter(({ reason }) => reason === null)
    expect(good.length).toBeGreaterThan(20)
    expect(good.length).toBeLessThan(35)
    for (const [i, each] of good.slice(0, -1).entries()) expect(each.fields).toEqual(rows[i])
  })

  it('rejects a record that is cut off anywhere, and reads every other, wherever the text is cut', () => {
    const rows = Array.from({ length: 24 }, (_, i) => ({ id: String(i), name: `name ${i}`, cents: '12' }))
    const format = FORMATS.get(name)!
    const lines = format.write(rows, COLUMNS).split('\n')
    const header = lines.findIndex((line) => line.includes('name 0'))
    const from = lines[header].indexOf('0') + 1
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(23), { minLength: 1, maxLength: 4 }),
        fc.double({ min: 0, max: 0.95, noNaN: true }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 }),
        (broken, share, cuts) => {
          const cutLines = [...lines]
          for (const number of broken) {
            const line = lines[header + number].trimEnd()
            const last = Math.max(from, name === 'xml' ? line.length - 1 : line.lastIndexOf('12') - 1)
            cutLines[header + number] = line.slice(0, from + Math.floor((last - from) * share))
          }
          const read = readInPieces(name, cutLines.join('\n'), cuts, COLUMNS)
          expect(read.map(({ number }) => number)).toEqual(rows.map((_, i) => i + 1))
          const good = rows.map((fields, i) => (broken.includes(i) ? null : fields))
          expect(read.map(({ fields }) => fields)).toEqual(good)
        },
      ),
      settings,
    )
  })

  it('is found by the extension of a file, and reads files without being told their columns', () => {
    const format = FORMATS.get(name)!
    expect(formatOfFile(`Some.File.${format.extension.toUpperCase()}`)).toBe(format)
    const wide = COLUMNS.map((column) => ({ ...column, width: 14 }))
    const rows = [{ id: '7', name: 'seven', cents: '70' }]
    expect(readInPieces(name, format.write(rows, wide), [], null)[0].fields).toEqual(rows[0])
  })
})

test('each format says what is wrong with a record', () => {
  const reasons = (name: string, whole: string) =>
    readInPieces(name, whole, [0.5], COLUMNS).map(({ reason }) => reason)
  expect(reasons('csv', 'id,name,cents\n1,a,2\n1,a\n2,b,3\n')).toEqual([
    null,
    '2 fields where 3 belong',
    null,
  ])
  expect(reasons('csv', 'id,name,cents\n1,"a,2\n')[0]).toContain('quoted field')
  expect(reasons('json', '[{"id":1}, 7, {"id":2}]')).toEqual([null, 'not an object', null])
  expect(reasons('json', '[{"id":1}, {"id":]')[1]).toContain('not JSON (')
  expect(reasons('xml', '<r><a><id>1</id></a><a><id>2</b></a></r>')[1]).toContain('not XML (')
  expect(reasons('fixed-width', 'header\nshort\n')).toEqual(['5 characters where 40 belong'])
})

test('a quote that is not closed costs its line, whatever stands in the next', () => {
  const lines = Array.from({ length: 40 }, (_, i) => `${i},name ${i},${i}`)
  lines[3] = '3,"name 3,3'
  lines[5] = '5,"name, 5",5'
  lines[20] = '20,"name 20,20'
  lines[21] = '21,"name 21,21'
  lines[38] = '38,"name 38,38'
  for (const cuts of [[], [0.3], Array.from({ length: 100 }, (_, i) => i / 100)]) {
    const read = readInPieces('csv', `id,name,cents\n${lines.join('\n')}\n`, cuts, COLUMNS)
    const rejected = read.filter(({ fields }) => fields === null).map(({ number }) => number - 1)
    expect(read).toHaveLength(40)
    expect(rejected).toEqual([3, 20, 21, 38])
    expect(read[5].fields!.name).toBe('name, 5')
  }
})

test('lines within quotes are no records that were taken in', () => {
  const prose = Array.from({ length: 30 }, (_, i) => (i % 3 === 0 ? 'one, two' : 'three')).join('\n')
  const read = readInPieces('csv', `id,name\n1,"${prose}"\n2,b\n`, [0.2, 0.5, 0.9], null)
  expect(read.map(({ fields }) => fields)).toEqual([
    { id: '1', name: prose },
    { id: '2', name: 'b' },
  ])
})

test('what cannot be found again is counted', () => {
  const reader = FORMATS.get('json')!.reader(null)
  const text = `[{"id":1},{"id":2,,{"id":3}${',{"id":4}'.repeat(100)}]`
  const rows = [...reader.push(text), ...reader.end()]
  expect(rows.map(({ fields }) => fields)).toEqual([{ id: '1' }, null])
  expect(reader.skippedCharacters).toBeGreaterThan(500)
})

test('a row is rejected for what is missing, for numbers that are none, and for bytes that are no text', () => {
  const good = { id: '1', name: 'a', cents: '5' }
  expect(rowProblem(good, COLUMNS, true)).toBeNull()
  expect(rowProblem({ ...good, cents: '5.x' }, COLUMNS, true)).toBe('cents "5.x" is not a whole number')
  expect(rowProblem({ id: '1', name: 'a' }, COLUMNS, true)).toBe('cents is missing')
  expect(rowProblem({ ...good, name: 'Mal\uFFFDn' }, COLUMNS, true)).toBe('name is not UTF-8 text')
  expect(rowProblem({ ...good, name: 'Mal\uFFFDn' }, COLUMNS, false)).toBeNull()
})

test('text comes out the same wherever its bytes are cut', () => {
  const bytes = strToU8('\uFEFFSão Tomé, 漢字 🌍')
  for (let cut = 0; cut <= bytes.length; cut++) {
    const reader = new TextReader()
    expect(reader.push(bytes.subarray(0, cut)) + reader.push(bytes.subarray(cut)) + reader.end()).toBe(
      'São Tomé, 漢字 🌍',
    )
  }
  const cutOff = new TextReader()
  expect(cutOff.push(Uint8Array.of(77, 0xc3)) + cutOff.end()).toBe('M\uFFFD')
  const latin1 = new TextReader()
  expect(latin1.push(Uint8Array.of(77, 233, 120)) + latin1.end()).toBe('M\uFFFDx')
})

test.each([
  ['comma', ','],
  ['semicolon', ';'],
  ['tab', '\t'],
  ['bar', '|'],
])(
  'CSV parted by a %s is read by what its header has, whatever stands in the records and wherever it is cut',
  (_name, mark) => {
    const cell = fc.string({ unit: fc.constantFrom(...Array.from('ab ,;|\t"é')), minLength: 1, maxLength: 8 })
    const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { maxLength: 6 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }),
        (rows, cuts) => {
          const lines = [
            ['id', 'name', 'cents'].join(mark),
            ...rows.map((cells) => cells.map(quoted).join(mark)),
          ]
          const read = readInPieces('csv', `${lines.join('\n')}\n`, cuts, null)
          expect(read.map(({ fields }) => fields)).toEqual(
            rows.map(([id, name, cents]) => ({ id, name, cents })),
          )
        },
      ),
      settings,
    )
  },
)

test('attributes of an XML record are columns, and those of its fields too, wherever the text is cut', () => {
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 6 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }),
      (rows, cuts) => {
        const escape = (value: string) =>
          value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
        const records = rows.map(
          ({ id, name, cents }) =>
            `<order id="${id}" name="${escape(name)}"><price currency="EUR">${cents}</price></order>`,
        )
        const read = readInPieces('xml', `<orders made="today">\n${records.join('\n')}</orders>`, cuts, null)
        const expected = rows.map(({ id, name, cents }) => ({
          id,
          name,
          price: cents,
          'price.currency': 'EUR',
        }))
        expect(read.map(({ fields }) => fields)).toEqual(expected)
      },
    ),
    settings,
  )
})
