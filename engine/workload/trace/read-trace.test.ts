import { gzipSync, strToU8 } from 'fflate'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTrace } from './read-trace.ts'
import type { Trace } from './trace.ts'

function read(name: string, bytes: Uint8Array): Trace {
  const reading = readTrace(name, bytes)
  let step = reading.next()
  for (let before = 0; !step.done; step = reading.next()) {
    expect(step.value).toBeGreaterThanOrEqual(before)
    expect(step.value).toBeLessThanOrEqual(1)
    before = step.value
  }
  return step.value
}
const readText = (text: string, name = 'a.trace') => read(name, strToU8(text))
const keysOf = (trace: Trace) => [...trace.keys]

type OracleRecord = [seconds: number, key: bigint, sizeBytes: number, next: bigint]
function oracleGeneral(records: OracleRecord[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(24 * records.length))
  records.forEach(([seconds, key, sizeBytes, next], i) => {
    view.setUint32(24 * i, seconds, true)
    view.setBigUint64(24 * i + 4, key, true)
    view.setUint32(24 * i + 12, sizeBytes, true)
    view.setBigInt64(24 * i + 16, next, true)
  })
  return new Uint8Array(view.buffer)
}

describe('a trace with one key a line', () => {
  it('numbers keys in the order in which they appear, and passes over stars, blanks and blank lines', () => {
    const trace = readText('\uFEFF7\r\n  3\n*\n\n7\nseven\n007')
    expect(keysOf(trace)).toEqual([0, 1, 0, 2, 3])
    expect(trace).toMatchObject({ distinct: 4, sizesBytes: null, format: 'one key a line' })
  })

  it('reads numbers and words back as equal exactly where they were equal', () => {
    const key = fc.oneof(fc.nat().map(String), fc.stringMatching(/^[a-zé0-9]{1,20}$/))
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 60 }), (keys) => {
        const seen = [...new Set(keys)]
        expect(keysOf(readText(keys.join('\n')))).toEqual(keys.map((each) => seen.indexOf(each)))
      }),
    )
  })

  it('names the line that has more than a key', () => {
    expect(() => readText('a\nb c\n')).toThrow('Line 2 of the trace, "b c", has 2 words')
    expect(() => readText(`1\n${'9'.repeat(2000)}\n`)).toThrow(
      'Line 2 of the trace is longer than 1024 bytes',
    )
  })

  it('refuses what is not text, by line', () => {
    expect(() => read('a.trace', Uint8Array.of(49, 10, 3, 4))).toThrow('Line 2 of the trace is not text')
    expect(() => read('a.trace', Uint8Array.of(49, 10, 0xff, 0xfe))).toThrow(
      'Line 2 of the trace is not text',
    )
  })
})

describe('an ARC trace', () => {
  it('asks for as many blocks as a line says', () => {
    expect(keysOf(readText('10 3 0 1\n12 2 0 2\n', 'p1.lis'))).toEqual([0, 1, 2, 2, 3])
  })
  it('names the line that does not begin with two numbers', () => {
    expect(() => readText('10 3\n12\n', 'p1.lis')).toThrow('Line 2 of the trace is "12"')
    expect(() => readText('10 0\n', 'p1.lis.gz')).toThrow('Line 1 of the trace is "10 0"')
  })
})

describe('an oracleGeneral trace', () => {
  const records: OracleRecord[] = [
    [5, 2n ** 60n, 100, 2n],
    [5, 2n ** 60n + 1n, 0, -1n],
    [9, 2n ** 60n, 300, -1n],
  ]
  it('has objects of 64 bits and their sizes', () => {
    const trace = read('wiki.oracleGeneral', oracleGeneral(records))
    expect(keysOf(trace)).toEqual([0, 1, 0])
    expect([...trace.sizesBytes!]).toEqual([100, 1, 300])
  })
  it('is recognised by its bytes when its name says nothing', () => {
    expect(read('wiki', oracleGeneral(records)).format).toBe('oracleGeneral')
  })
  it('says where it is cut off, and where it makes no sense', () => {
    expect(() => read('w.bin', oracleGeneral(records).slice(0, -1))).toThrow('in the middle of record 3')
    const back = oracleGeneral([
      [5, 1n, 1, -1n],
      [4, 1n, 1, -1n],
    ])
    expect(() => read('w.bin', back)).toThrow('Record 2 of the trace makes no sense')
    expect(() => read('w.bin', oracleGeneral([[5, 1n, 1, -2n]]))).toThrow(
      'Record 1 of the trace makes no sense',
    )
  })
})

describe('a compressed trace', () => {
  const packed = gzipSync(strToU8(Array.from({ length: 200_000 }, (_, i) => (i * i) % 9973).join('\n')))
  it('is unpacked', () => {
    expect(read('a.gz', packed).keys.length).toBe(200_000)
  })
  it('is refused wherever it is cut off', () => {
    for (const share of [0.001, 0.3, 0.9]) {
      expect(() => read('a.gz', packed.slice(0, Math.floor(packed.length * share)))).toThrow('is it cut off')
    }
    expect(() => read('a.gz', packed.slice(0, -1))).toThrow('is it cut off')
  })
})

it('refuses a trace without requests', () => {
  expect(() => readText('')).toThrow('The trace "a.trace" is empty')
  expect(() => readText('*\n\n')).toThrow('The trace "a.trace" has no request in it')
})
