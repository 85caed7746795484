import { proxy, wrap } from 'comlink'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { ExplorationApi, StudyProgress, TraceStudy } from '../../workers/exploration-api.ts'

/** The trace lab: what is being worked out, what is known already, what went wrong. */
export interface TraceLab {
  open: boolean
  working: Omit<StudyProgress, 'study'> | null
  study: TraceStudy | null
  /** One sentence on the last file that could not be read. */
  problem: string | null
}

export const traceLabStore = createStore<TraceLab>(() => ({
  open: false,
  working: null,
  study: null,
  problem: null,
}))
export const useTraceLab = <T>(selector: (lab: TraceLab) => T): T => useStore(traceLabStore, selector)

let worker: Worker | null = null

/** Works out every policy's hit rates over a file, in a worker of its own; ends what was being worked out before. */
export async function studyFile(file: File): Promise<void> {
  cancelStudy()
  const started = new Worker(new URL('../../workers/exploration.ts', import.meta.url), {
    type: 'module',
    name: 'exploration',
  })
  worker = started
  traceLabStore.setState({
    open: true,
    study: null,
    problem: null,
    working: { fraction: 0, step: 'Reading the trace' },
  })
  const fail = (problem: string) => {
    if (worker !== started) return
    cancelStudy()
    traceLabStore.setState({ problem })
  }
  started.addEventListener('error', (event) =>
    fail(`The trace lab failed: ${event.message || 'its worker could not be loaded'}.`),
  )
  const report = ({ study, ...working }: StudyProgress) => {
    if (worker === started) traceLabStore.setState({ working, study: study ?? null })
  }
  try {
    const answer = await wrap<ExplorationApi>(started).studyTrace(file, proxy(report))
    if (!answer.ok) return fail(answer.message)
    if (worker !== started) return
    cancelStudy()
    traceLabStore.setState({ study: answer })
  } catch (error) {
    fail(`The trace "${file.name}" could not be studied: ${String(error)}`)
  }
}

/** Ends the work; the curves that are done stay. */
export function cancelStudy(): void {
  worker?.terminate()
  worker = null
  traceLabStore.setState({ working: null })
}

export const showTraceLab = (open: boolean): void => traceLabStore.setState({ open })
