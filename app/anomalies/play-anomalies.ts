import { wrap } from 'comlink'
import type { AnomalyVerdict } from '../../engine/algorithms/txn/anomalies.ts'
import type { SerializableStrategy } from '../../engine/algorithms/txn/outcome.ts'
import type { ExplorationApi } from '../../workers/exploration-api.ts'

/** Plays all anomalies in a worker of their own, which ends with them; throws when it cannot be loaded. */
export async function playAnomalies(strategy: SerializableStrategy): Promise<readonly AnomalyVerdict[]> {
  const worker = new Worker(new URL('../../workers/exploration.ts', import.meta.url), {
    type: 'module',
    name: 'exploration',
  })
  const failed = new Promise<never>((_, reject) =>
    worker.addEventListener('error', ({ message }) =>
      reject(new Error(message || 'its worker could not be loaded')),
    ),
  )
  try {
    return await Promise.race([wrap<ExplorationApi>(worker).playAnomalies(strategy), failed])
  } finally {
    worker.terminate()
  }
}
