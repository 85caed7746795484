import { proxy, wrap, type Remote } from 'comlink'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { FileReading, FilesApi, ReadingProgress, ReadingWay } from '../../workers/files-api.ts'

/** The file lab: what is being read and how, what was read, what went wrong. */
export interface FileLabState {
  open: boolean
  way: ReadingWay
  file: File | null
  working: ReadingProgress | null
  /** What came of the file, by the way in which it was read. */
  readings: Partial<Record<ReadingWay, FileReading>>
  /** One sentence on the last file that could not be read. */
  problem: string | null
}

export const fileLabStore = createStore<FileLabState>(() => ({
  open: false,
  way: 'stream',
  file: null,
  working: null,
  readings: {},
  problem: null,
}))
export const useFileLab = <T>(selector: (lab: FileLabState) => T): T => useStore(fileLabStore, selector)

let worker: Worker | null = null

/** Reads a file of records, in the way that is chosen. */
export async function readFile(file: File): Promise<void> {
  fileLabStore.setState({ open: true, file, readings: {} })
  await inWorker(file.name, (files) => readBy(files, file))
}

/** Reads a file as the partner of the design exports it. */
export async function readSample(format: string): Promise<void> {
  fileLabStore.setState({ file: null, readings: {} })
  await inWorker('sample', async (files) => {
    const file = await files.sample(format)
    fileLabStore.setState({ file })
    await readBy(files, file)
  })
}

/** Another way of reading; the file that is there is read so too, unless it was. */
export async function chooseWay(way: ReadingWay): Promise<void> {
  cancelReading()
  const { file, readings } = fileLabStore.getState()
  fileLabStore.setState({ way, problem: null })
  if (file !== null && readings[way] === undefined) await inWorker(file.name, (files) => readBy(files, file))
}

/** Does some work in a worker of its own; ends what was being done before. */
async function inWorker(name: string, work: (files: Remote<FilesApi>) => Promise<void>): Promise<void> {
  cancelReading()
  const started = new Worker(new URL('../../workers/files.ts', import.meta.url), {
    type: 'module',
    name: 'files',
  })
  worker = started
  fileLabStore.setState({ problem: null, working: { fraction: 0, rows: 0, rejected: 0 } })
  started.addEventListener('error', (event) => {
    if (worker === started) fail(`The file lab failed: ${event.message || 'its worker could not be loaded'}.`)
  })
  try {
    await work(wrap<FilesApi>(started))
    if (worker === started) cancelReading()
  } catch (error) {
    if (worker === started) fail(`The file "${name}" could not be read: ${String(error)}`)
  }
}

async function readBy(files: Remote<FilesApi>, file: File): Promise<void> {
  const reader = worker
  const { way } = fileLabStore.getState()
  const report = (working: ReadingProgress) => {
    if (worker === reader) fileLabStore.setState({ working })
  }
  const answer = await files.readRecords(file, way, proxy(report))
  if (worker !== reader) return
  if (!answer.ok) fail(answer.message)
  else fileLabStore.setState(({ readings }) => ({ readings: { ...readings, [way]: answer } }))
}

function fail(problem: string): void {
  cancelReading()
  fileLabStore.setState({ problem })
}

/** Ends the work. */
export function cancelReading(): void {
  worker?.terminate()
  worker = null
  fileLabStore.setState({ working: null })
}

export const showFileLab = (open: boolean): void => fileLabStore.setState({ open })
