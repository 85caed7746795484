import { expect, test } from 'vitest'
import type { FileStore } from '../../algorithms/transfer/file-store.ts'
import { crc32 } from '../../algorithms/transfer/crc32.ts'
import { ms, s } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import { service as fileServer } from '../file-server/service.ts'
import { ServiceBed } from '../service.bed.ts'
import type { ExportLedger } from './export-ledger.ts'
import { service } from './service.ts'

/** An exporter and its server, 10 ms apart. */
function exporterBed(params: Record<string, ParameterValue> = {}) {
  const bed = new ServiceBed()
  const server = bed.kind('server', fileServer)
  const exporter = bed.kind('exporter', service, {
    everySeconds: 4,
    retrySeconds: 0.2,
    rows: 3_000,
    ...params,
  })
  bed.connect(exporter.node, 'server', server.node, ms(10))
  for (const { behaviour } of [server, exporter]) behaviour.start()
  const files = () => (server.behaviour.state as { files: FileStore }).files
  const names = () =>
    files()
      .list()
      .map(({ name }) => name)
  const { ledger } = exporter.behaviour.state as { ledger: ExportLedger }
  /** Whether what lies on the server under that name is what was exported. */
  const isWhole = (name: string) => {
    const { crc, sizeBytes } = ledger.get(name)!
    return crc32(files().read(name, 0, 1e9)) === crc && files().stat(name)!.sizeBytes === sizeBytes
  }
  /** Runs until some of the first file is on the server, and gives its name there. */
  const untilHalfStored = () => {
    while ((files().list()[0]?.sizeBytes ?? 0) < 16_000) bed.run(bed.kernel.now + ms(1))
    return names()[0]
  }
  return { bed, server, exporter, names, isWhole, untilHalfStored }
}

test.each(['sftp', 'ftp', 'ftps'])('stores whole files over %s, in turn in every format', (protocol) => {
  const { bed, names, isWhole } = exporterBed({ protocol, rows: 50 })
  bed.run(s(16))
  expect(names()).toEqual(['orders-0001.csv', 'orders-0002.txt', 'orders-0003.json', 'orders-0004.xml'])
  expect(names().every(isWhole)).toBe(true)
})

test('a file has its name only when it is whole, unless it is published in place', () => {
  const renamed = exporterBed()
  expect(renamed.untilHalfStored()).toBe('orders-0001.csv.part')
  renamed.bed.run(s(3.9))
  expect(renamed.names()).toEqual(['orders-0001.csv'])
  const inPlace = exporterBed({ publish: 'in-place' })
  expect(inPlace.untilHalfStored()).toBe('orders-0001.csv')
  expect(inPlace.isWhole('orders-0001.csv')).toBe(false)
})

test('goes on from what the server has after a cut, and after a crash of its own', () => {
  for (const trouble of ['cut', 'crash']) {
    const { bed, server, exporter, names, isWhole, untilHalfStored } = exporterBed()
    untilHalfStored()
    if (trouble === 'cut') server.behaviour.control('cutConnections')
    else {
      exporter.node.crash()
      bed.run(bed.kernel.now + ms(500))
      exporter.node.restart()
    }
    bed.run(bed.kernel.now + s(1.5))
    expect(names()).toContain('orders-0001.csv')
    expect(isWhole('orders-0001.csv')).toBe(true)
    if (trouble === 'cut') expect(exporter.counters.retried).toBe(1)
  }
})

test('keeps what it could not store for the next time', () => {
  const { bed, server, names, isWhole } = exporterBed({ rows: 50, retries: 1 })
  server.node.crash()
  bed.run(s(4.5))
  server.node.restart()
  bed.run(s(8))
  expect(names()).toEqual(['orders-0001.csv', 'orders-0002.txt'])
  expect(names().every(isWhole)).toBe(true)
})
