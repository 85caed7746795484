import { strToU8 } from 'fflate'
import { describe, expect, test } from 'vitest'
import type { FileStore } from '../../algorithms/transfer/file-store.ts'
import { FORMATS } from '../../algorithms/format/formats.ts'
import { RandomStream } from '../../lib/random.ts'
import { ms, s } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import { drawOrder, ORDER_COLUMNS } from '../file-exporter/orders.ts'
import { writeOrders } from '../file-exporter/write-orders.ts'
import { service as fileServer } from '../file-server/service.ts'
import { service as rowTable, type LoadedRow } from '../row-table/service.ts'
import { ServiceBed } from '../service.bed.ts'
import type { AdapterState } from './adapter-state.ts'
import { service } from './service.ts'

const PROTOCOLS = ['sftp', 'ftp', 'ftps']
const orders = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => ({
    order: `o-${from + i}`,
    customer: 'Zoë Müller',
    country: 'PT',
    cents: String(100 + i),
    day: '2026-03-01',
  }))
const written = (format: string, rows: ReturnType<typeof orders>) =>
  strToU8(FORMATS.get(format)!.write(rows, ORDER_COLUMNS))

/** A server with files, an adapter, a table; the link carries a megabit a second, so that a transfer can be cut in its middle. */
function adapterBed(params: Record<string, ParameterValue> = {}) {
  const bed = new ServiceBed()
  const answers: unknown[] = []
  const server = bed.kind('server', fileServer)
  const table = bed.kind('table', rowTable)
  const adapter = bed.kind('adapter', service, { retrySeconds: 0.2, chunkRows: 100, ...params })
  const client = bed.node('client', { reply: ({ failure, value }) => void answers.push(failure ?? value) })
  bed.connect(adapter.node, 'server', server.node, ms(10))
  bed.connect(adapter.node, 'table', table.node)
  const link = bed.connect(client, 'out', adapter.node)
  for (const { behaviour } of [server, table, adapter]) behaviour.start()
  const { files } = server.behaviour.state as { files: FileStore }
  const put = (name: string, bytes: Uint8Array) => {
    files.delete(name)
    files.begin(name, 0, bed.kernel.now)
    files.append(name, bytes, bed.kernel.now)
  }
  const begin = () => void bed.ask(link, { op: 'read' })
  const job = () => {
    begin()
    bed.run(bed.kernel.now + s(20))
    return answers.at(-1)
  }
  const stored = (name: string) =>
    (
      (table.behaviour.state as { table: { files: Map<string, LoadedRow[]> } }).table.files.get(name) ?? []
    ).map(({ fields }) => fields)
  const rejects = () => [...(adapter.behaviour.state as AdapterState).rejects.values()].flat()
  const cut = () => server.behaviour.control('cutConnections')
  return { bed, server, table, adapter, answers, put, begin, job, stored, rejects, cut }
}

describe.each(PROTOCOLS)('over %s', (protocol) => {
  test.each([...FORMATS.values()].map(({ name, extension }) => [name, extension]))(
    'rows arrive as they were written, as %s',
    (format, extension) => {
      const { put, job, stored } = adapterBed({ protocol })
      const rows = orders(250)
      put(`orders.${extension}`, written(format, rows))
      expect(job()).toBe(1)
      expect(stored(`orders.${extension}`)).toEqual(rows)
    },
  )

  test('a transfer that was cut goes on from where it was, and every row is there once', () => {
    const { bed, put, begin, cut, adapter, answers, stored } = adapterBed({ protocol })
    const rows = orders(3_000)
    const bytes = written('csv', rows)
    put('orders.csv', bytes)
    begin()
    while (adapter.counters.received < 20_000) bed.run(bed.kernel.now + ms(1))
    expect(adapter.counters.received).toBeLessThan(bytes.length)
    cut()
    bed.run(bed.kernel.now + s(20))
    expect(answers).toEqual([1])
    expect(stored('orders.csv')).toEqual(rows)
    expect(adapter.counters.retried).toBe(1)
    expect(adapter.counters.received).toBe(bytes.length)
    expect(adapter.counters.again).toBe(0)
  })
})

describe('a job', () => {
  test('that starts over after a cut gets everything again, and loads it once', () => {
    const { bed, put, begin, cut, adapter, stored } = adapterBed({ resume: 'restart' })
    const rows = orders(3_000)
    put('orders.csv', written('csv', rows))
    begin()
    while (adapter.counters.received < 20_000) bed.run(bed.kernel.now + ms(1))
    cut()
    bed.run(bed.kernel.now + s(20))
    expect(adapter.counters.again).toBeGreaterThan(15_000)
    expect(stored('orders.csv')).toEqual(rows)
  })

  test('fails when its retries are used up', () => {
    const { bed, put, begin, cut, answers } = adapterBed({ retries: 2 })
    put('orders.csv', written('csv', orders(3_000)))
    begin()
    for (let i = 0; i < 100; i++) {
      bed.run(bed.kernel.now + ms(35))
      cut()
    }
    bed.run(bed.kernel.now + s(5))
    expect(answers).toEqual(['transfer-failed'])
  })

  test('loads what is new or has changed since, and nothing else', () => {
    const { bed, put, job, adapter, stored } = adapterBed()
    put('a.csv', written('csv', orders(10)))
    put('notes.md', strToU8('no table'))
    expect(job()).toBe(1)
    expect(job()).toBe(0)
    put('b.csv', written('csv', orders(5, 50)))
    put('a.csv', written('csv', orders(20)))
    bed.run(bed.kernel.now + ms(1))
    expect(job()).toBe(2)
    expect(stored('a.csv')).toHaveLength(20)
    expect(adapter.counters.files).toBe(3)
  })

  test('that runs twice replaces each row by itself, or doubles it when the table only inserts', () => {
    for (const [loading, copies] of [
      ['upsert', 1],
      ['append', 2],
    ] as const) {
      const { put, job, stored, table } = adapterBed({ runs: 2 })
      table.behaviour.set('loading', loading)
      put('a.csv', written('csv', orders(30)))
      job()
      expect(stored('a.csv')).toHaveLength(30 * copies)
    }
  })

  test('puts bad rows aside, each with its reason, and loads the others', () => {
    const { put, job, stored, rejects } = adapterBed()
    const rows = orders(6)
    rows[1].cents = 'a lot'
    rows[4].day = 'yesterday'
    put('a.csv', written('csv', rows))
    job()
    expect(stored('a.csv')).toEqual(rows.filter((_, i) => i !== 1 && i !== 4))
    expect(rejects().map(({ number, reason }) => [number, reason])).toEqual([
      [2, expect.stringContaining('cents')],
      [5, expect.stringContaining('day')],
    ])
  })

  test.each([...FORMATS.values()].map((format) => [format.name, format] as const))(
    'puts rows of %s aside that are broken, and loses no other',
    (_name, format) => {
      const { put, job, stored, rejects, adapter } = adapterBed()
      const random = new RandomStream(7, 'orders')
      const rows = Array.from({ length: 2_000 }, (_, i) => drawOrder(i, i + 1, 0.1, random))
      const name = `a.${format.extension}`
      put(name, strToU8(writeOrders(rows, format)))
      expect(job()).toBe(1)
      expect(rows.filter(({ broken }) => broken).length).toBeGreaterThan(20)
      expect(stored(name)).toEqual(rows.filter(({ malformed }) => !malformed).map(({ fields }) => fields))
      const expected = rows.filter(({ malformed }) => malformed).map(({ number }) => number)
      expect(rejects().map(({ number }) => number)).toEqual(expected)
      expect(adapter.counters.lost).toBe(0)
    },
  )

  test('that reads whole files is ended by one that does not fit; as it comes, the same file does', () => {
    const bytes = written('csv', orders(4_000))
    const whole = adapterBed({ reading: 'whole', memoryKb: 100 })
    whole.put('a.csv', bytes)
    expect(whole.job()).toBe('out-of-memory')
    expect(whole.stored('a.csv')).toEqual([])
    const stream = adapterBed({ memoryKb: 100 })
    stream.put('a.csv', bytes)
    expect(stream.job()).toBe(1)
    expect(stream.stored('a.csv')).toHaveLength(4_000)
  })

  test('knows after a crash what it has loaded, and does what was under way again', () => {
    const { bed, put, job, begin, adapter, stored } = adapterBed()
    put('a.csv', written('csv', orders(10)))
    job()
    put('b.csv', written('csv', orders(3_000)))
    begin()
    while (adapter.counters.received < 20_000) bed.run(bed.kernel.now + ms(1))
    adapter.node.crash()
    bed.run(bed.kernel.now + s(1))
    adapter.node.restart()
    expect(job()).toBe(1)
    expect(stored('b.csv')).toHaveLength(3_000)
  })
})
