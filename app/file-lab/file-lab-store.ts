import { proxy, wrap } from 'comlink'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { FileReading, FilesApi, ReadingProgress } from '../../workers/files-api.ts'

/** The file lab: what is being read, what was read, what went wrong. */
export interface FileLabState {
  open: boolean
  working: (ReadingProgress & { name: string }) | null
  reading: FileReading | null
  /** One sentence on the last file that could not be read. */
  problem: string | null
}

export const fileLabStore = createStore<FileLabState>(() => ({
  open: false,
  working: null,
  reading: null,
  problem: null,
}))
export const useFileLab = <T>(selector: (lab: FileLabState) => T): T => useStore(fileLabStore, selector)

let worker: Worker | null = null

/** Reads a file of records in a worker of its own; ends what was being read before. */
export async function readFile(file: File): Promise<void> {
  cancelReading()
  const started = new Worker(new URL('../../workers/files.ts', import.meta.url), {
    type: 'module',
    name: 'files',
  })
  worker = started
  const working = { name: file.name, fraction: 0, rows: 0, rejected: 0 }
  fileLabStore.setState({ open: true, reading: null, problem: null, working })
  const fail = (problem: string) => {
    if (worker !== started) return
    cancelReading()
    fileLabStore.setState({ problem })
  }
  started.addEventListener('error', (event) =>
    fail(`The file lab failed: ${event.message || 'its worker could not be loaded'}.`),
  )
  const report = (progress: ReadingProgress) => {
    if (worker === started) fileLabStore.setState({ working: { name: file.name, ...progress } })
  }
  try {
    const answer = await wrap<FilesApi>(started).readRecords(file, proxy(report))
    if (!answer.ok) return fail(answer.message)
    if (worker !== started) return
    cancelReading()
    fileLabStore.setState({ reading: answer })
  } catch (error) {
    fail(`The file "${file.name}" could not be read: ${String(error)}`)
  }
}

/** Ends the work. */
export function cancelReading(): void {
  worker?.terminate()
  worker = null
  fileLabStore.setState({ working: null })
}

export const showFileLab = (open: boolean): void => fileLabStore.setState({ open })
