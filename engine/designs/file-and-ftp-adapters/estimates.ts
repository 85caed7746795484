import type { Estimate } from '../../schema/design.ts'

/** Figures of the source and of this run, with what follows from them. */
export const ESTIMATES: Record<string, Estimate> = {
  rows: { title: 'Rows of a file', unit: 'rows', value: 1_200, source: 'this run' },
  rowBytes: { title: 'A row as CSV', unit: 'bytes', value: 48, source: 'measured in this run: five fields' },
  fileBytes: { title: 'A file', unit: 'bytes', value: { formula: 'rows * rowBytes' } },
  everySeconds: { title: 'Between files', unit: 's', value: 4, source: 'this run' },
  rowsPerSecond: { title: 'Rows', unit: 'rows/s', value: { formula: 'rows / everySeconds' } },
  linkBytes: {
    title: 'Link',
    unit: 'bytes/s',
    value: 125_000,
    source: 'this run: 1 Mbit/s, an office’s upload',
  },
  transferSeconds: { title: 'A file takes', unit: 's', value: { formula: 'fileBytes / linkBytes' } },
  windowBytes: {
    title: 'Under way at once',
    unit: 'bytes',
    value: 65_536,
    source: 'TCP without window scaling',
  },
  roundTripSeconds: { title: 'Round trip', unit: 's', value: 0.03, source: 'this run' },
  windowRate: {
    title: 'What such a window lets through',
    unit: 'bytes/s',
    value: { formula: 'windowBytes / roundTripSeconds' },
  },
  ftpTrips: {
    title: 'Round trips before FTP’s first byte',
    unit: 'trips',
    value: 8,
    source: 'connect, USER, PASS, TYPE, PASV, connect, RETR, and the listing’s own',
  },
  ftpSeconds: { title: 'They take', unit: 's', value: { formula: 'ftpTrips * roundTripSeconds' } },
  chunkRows: { title: 'Rows of a chunk', unit: 'rows', value: 1_000, source: 'the source: 1,000 to 10,000' },
  rowObjectBytes: {
    title: 'A row in memory',
    unit: 'bytes',
    value: 160,
    source: 'an object with five fields',
  },
  streamedBytes: {
    title: 'Memory of a job that streams',
    unit: 'bytes',
    value: { formula: 'chunkRows * rowObjectBytes + 8192 * 2' },
  },
  wholeBytes: {
    title: 'Memory of one that reads it whole',
    unit: 'bytes',
    value: { formula: 'fileBytes + rows * rowObjectBytes' },
  },
  retries: { title: 'Retries', unit: 'times', value: 3, source: 'the source' },
  retrySeconds: { title: 'Between them', unit: 's', value: 5, source: 'the source' },
  patienceSeconds: {
    title: 'A job bridges an outage of',
    unit: 's',
    value: { formula: 'retries * retrySeconds' },
    erratum:
      'The source’s loop makes three attempts in all, which is two retries, and its second attempt stores the open file from where the first has left its position: what was sent before is missing at the start. Here three retries follow the first attempt, and each goes on from what the server has.',
  },
  sourceRows: {
    title: 'Rows that the source’s reader yields of a file with a malformed one',
    unit: 'rows',
    value: 0,
    source: 'its list(reader) is made before anything is returned',
    erratum:
      'The source reads a whole file into a list and lets one bad row end it. Rows are independent: the bad one is put aside with its reason, the others are loaded.',
  },
}
