/** The simulation worker. It starts when this file is loaded, which is before the page's own code is fetched. */
export const simulationWorker = new Worker(new URL('../../workers/simulation.ts', import.meta.url), {
  type: 'module',
  name: 'simulation',
})

let failure: string | null = null
let tell = (why: string): void => {
  failure = why // nobody listens yet
}

simulationWorker.addEventListener('error', ({ message }) =>
  tell(`The simulation worker failed: ${message || 'it could not be loaded'}.`),
)

/** Says why the worker failed, now or later. */
export function onWorkerFailure(listener: (why: string) => void): void {
  tell = listener
  if (failure !== null) listener(failure)
}
