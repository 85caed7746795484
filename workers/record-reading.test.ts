import { strToU8 } from 'fflate'
import { describe, expect, it } from 'vitest'
import type { ReadingWay } from './files-api.ts'
import { RecordReading } from './record-reading.ts'
import { sampleFile } from './sample-file.ts'

function read(name: string, content: string | Uint8Array, piece = 7, way: ReadingWay = 'stream') {
  const bytes = typeof content === 'string' ? strToU8(content) : content
  const reading = new RecordReading(name, bytes.length, bytes.subarray(0, 512), way)
  const fractions: number[] = []
  for (let at = 0; at < bytes.length; at += piece) {
    reading.push(bytes.subarray(at, at + piece))
    fractions.push(reading.progress.fraction ?? Number.NaN)
  }
  return { result: reading.end(), fractions }
}

describe('a file of records', () => {
  it('is read piece by piece, with its columns and what they look like', () => {
    const { result, fractions } = read(
      'sales.csv',
      'id,price,day,who\n1,2.5,2026-01-02,Zoë\n2,3,2026-01-03,Al\n',
    )
    expect(result).toMatchObject({ format: 'CSV', rows: 2, rejected: 0 })
    expect(result.columns).toEqual([
      { name: 'id', looksLike: 'whole number' },
      { name: 'price', looksLike: 'number' },
      { name: 'day', looksLike: 'date' },
      { name: 'who', looksLike: 'text' },
    ])
    expect(result.preview[0].who).toBe('Zoë')
    expect(fractions.at(-1)).toBe(1)
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
  })

  it('keeps what it cannot load, with the reason', () => {
    const latin1 = Uint8Array.from('id,who\n1,Zo\u00eb\n2\n3,Al\n', (letter) => letter.charCodeAt(0))
    expect(read('latin.csv', latin1).result).toMatchObject({
      rows: 1,
      rejected: 2,
      rejects: [
        { number: 1, reason: 'who is not UTF-8 text' },
        { number: 2, reason: '1 fields where 2 belong' },
      ],
    })
    expect(
      read('a.json', '[{"a":1},{"b":2},{"a":1,"b":2}]').result.rejects.map(({ reason }) => reason),
    ).toEqual(['a is missing', '1 fields more than the first row has'])
  })

  it('is known by its content when its name says nothing', () => {
    expect(read('unnamed', ' [{"a": 1}]').result.format).toBe('JSON')
    expect(read('unnamed', '<r><a><b>1</b></a></r>').result.format).toBe('XML')
    expect(read('unnamed', 'a,b\n1,2\n').result.format).toBe('CSV')
    expect(read('unnamed', 'id   name\n1    Ada\n').result).toMatchObject({
      format: 'Fixed width',
      preview: [{ id: '1', name: 'Ada' }],
    })
  })

  it('holds a piece of it as it comes, and all of its bytes, its text and its rows as a whole', () => {
    const long = `id,name\n${Array.from({ length: 20_000 }, (_, i) => `${i},name ${i}`).join('\n')}\n`
    const stream = read('long.csv', long, 4_096).result
    const whole = read('long.csv', long, long.length, 'whole').result
    expect(stream.rows).toBe(20_000)
    expect(stream.heldMostBytes).toBeLessThan(32_000)
    const commasAndLineEnds = 2 * 20_001
    const inRows = long.length - commasAndLineEnds - 'idname'.length
    expect(whole.heldMostBytes).toBe(long.length + 2 * (long.length + inRows))
    expect(whole).toEqual({ ...stream, heldMostBytes: whole.heldMostBytes })
  })

  it.each(['csv', 'json', 'xml', 'fixed-width'])(
    'says the same of a sample in %s, however it is read',
    async (format) => {
      const file = sampleFile(format)
      const bytes = new Uint8Array(await file.arrayBuffer())
      const stream = read(file.name, bytes, 65_536).result
      const whole = read(file.name, bytes, bytes.length, 'whole').result
      expect(stream.rows + stream.rejected).toBe(20_000)
      expect(whole).toEqual({ ...stream, heldMostBytes: whole.heldMostBytes })
      expect(stream.heldMostBytes).toBeLessThan(whole.heldMostBytes / 4)
    },
  )

  it('may be empty', () => {
    expect(read('empty.csv', '').result).toMatchObject({ rows: 0, rejected: 0, columns: [] })
  })
})
