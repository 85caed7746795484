import type { Document } from '../../engine/schema/document.ts'
import type { Frame } from '../../workers/api.ts'
import { SimulationSession } from '../../workers/simulation-session.ts'
import { Editor } from './editor.ts'
import { createHistoryStore } from './history-store.ts'
import { RunSession } from './run-session.ts'
import { createRunStore } from './run-store.ts'

export const DOCUMENT: Document = {
  version: 1,
  title: 'Two in a row',
  nodes: {
    users: { kind: 'client', label: 'Users', at: [0, 0], params: { ratePerSecond: 200 } },
    balancer: { kind: 'load-balancer', label: 'Balancer', at: [1, 0], params: {} },
    app: { kind: 'service', label: 'App', at: [2, 0], params: {} },
  },
  edges: [
    { id: 'users>balancer', from: 'users', port: 'out', to: 'balancer' },
    { id: 'balancer>app', from: 'balancer', port: 'backends', to: 'app' },
  ],
  requestsPerSimulated: 1,
  slos: {},
  invariants: [],
}

/** The page's session on the worker's, without a page and without a worker. */
export async function sessionBed(design: string | Document = DOCUMENT) {
  let now = 0
  const worker = new SimulationSession({
    clock: () => now,
    post: (frame: Frame) => session.receive(structuredClone(frame)),
    wake: () => {},
  })
  const session = new RunSession(createRunStore(), worker)
  const history = createHistoryStore()
  const editor = new Editor(session, history)
  /** Lets the worker turn until something is answered. */
  const until = async <T>(answer: Promise<T>): Promise<T> => {
    const state = { waiting: true }
    const done = () => (state.waiting = false)
    answer.then(done, done)
    while (state.waiting) {
      await new Promise((resolve) => setTimeout(resolve))
      worker.turn()
      now += 1
    }
    worker.turn()
    return answer
  }
  await until(session.open(design))
  return { session, editor, history, until, digest: () => session.store.getState().status[0]!.digest }
}
