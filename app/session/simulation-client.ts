import { transfer, wrap, type Remote } from 'comlink'
import type { Frame, SimulationApi } from '../../workers/api.ts'

export interface SimulationClient {
  /** Commands; each answers. */
  api: Remote<SimulationApi>
  close(): void
}

/** Starts the simulation worker: commands go by Comlink, frames come over a port of their own. */
export function startSimulation(
  onFrame: (frame: Frame) => void,
  onFailure: (why: string) => void,
): SimulationClient {
  const worker = new Worker(new URL('../../workers/simulation.ts', import.meta.url), {
    type: 'module',
    name: 'simulation',
  })
  worker.addEventListener('error', (event) =>
    onFailure(`The simulation worker failed: ${event.message || 'it could not be loaded'}.`),
  )
  const api = wrap<SimulationApi>(worker)
  const { port1, port2 } = new MessageChannel()
  port1.addEventListener('message', (event: MessageEvent<Frame>) => onFrame(event.data))
  port1.start()
  void api.connect(transfer(port2, [port2]))
  return {
    api,
    close() {
      port1.close()
      worker.terminate()
    },
  }
}
