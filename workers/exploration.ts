import { expose } from 'comlink'
import { anomalyTable } from '../engine/algorithms/txn/anomalies.ts'
import { TraceError } from '../engine/workload/trace/trace-error.ts'
import type { ExplorationApi, TraceStudy, StudyProgress } from './exploration-api.ts'
import { studyTrace } from './study-trace.ts'

const BETWEEN_REPORTS_MS = 80
const LARGEST_FILE_BYTES = 1_073_741_824

const api: ExplorationApi = {
  async studyTrace(file, report) {
    if (file.size > LARGEST_FILE_BYTES) {
      return refuse(`The trace "${file.name}" is larger than 1 GiB; cut it into smaller pieces.`)
    }
    try {
      return study(studyTrace(file.name, new Uint8Array(await file.arrayBuffer())), report)
    } catch (error) {
      if (error instanceof TraceError) return refuse(error.message)
      if (error instanceof DOMException || error instanceof RangeError) {
        return refuse(`The file "${file.name}" cannot be read (${error.message}); choose it again.`)
      }
      throw error
    }
  },
  async playAnomalies(strategy) {
    return anomalyTable(strategy)
  },
}

const refuse = (message: string) => ({ ok: false as const, message })

function study(
  work: Generator<StudyProgress, TraceStudy>,
  report: (progress: StudyProgress) => void,
): TraceStudy {
  let reported = 0
  let step = work.next()
  for (; !step.done; step = work.next()) {
    if (performance.now() - reported < BETWEEN_REPORTS_MS) continue
    reported = performance.now()
    report(step.value)
  }
  return step.value
}

expose(api)
