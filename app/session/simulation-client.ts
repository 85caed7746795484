import { transfer, wrap, type Remote } from 'comlink'
import type { Frame, SimulationApi } from '../../workers/api.ts'
import { onWorkerFailure, simulationWorker } from './simulation-worker.ts'

/** Connects to the simulation worker: commands go by Comlink and each answers; frames come over a port of their own. */
export function connectSimulation(
  onFrame: (frame: Frame) => void,
  onFailure: (why: string) => void,
): Remote<SimulationApi> {
  onWorkerFailure(onFailure)
  const api = wrap<SimulationApi>(simulationWorker)
  const { port1, port2 } = new MessageChannel()
  port1.addEventListener('message', (event: MessageEvent<Frame>) => onFrame(event.data))
  port1.start()
  void api.connect(transfer(port2, [port2]))
  return api
}
