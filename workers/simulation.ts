import { expose } from 'comlink'
import type { Frame, SimulationApi } from './api.ts'
import { transferred } from './frame-writer.ts'
import { SimulationSession } from './simulation-session.ts'

let port: MessagePort | null = null
const unsent: Frame[] = []
const session = new SimulationSession({ clock: () => performance.now(), post, wake })

// A message to oneself comes back at once; timers are held back to 4 ms.
const channel = new MessageChannel()
channel.port1.addEventListener('message', turn)
channel.port1.start()
let timer: ReturnType<typeof setTimeout> | null = null
let summoned = false

function wake(): void {
  if (summoned) return
  summoned = true
  if (timer !== null) clearTimeout(timer)
  timer = null
  channel.port2.postMessage(null)
}

function turn(): void {
  summoned = false
  const rest = session.turn()
  if (rest <= 0) wake()
  else if (rest < Infinity) timer = setTimeout(wake, rest)
}

function post(frame: Frame): void {
  if (port === null) unsent.push(frame)
  else port.postMessage(frame, transferred(frame))
}

const api: SimulationApi = {
  running: () => session.running(),
  summaries: () => session.summaries(),
  open: (request) => session.open(request),
  reached: () => session.reached(),
  play: (speed) => session.play(speed),
  pause: () => session.pause(),
  stepEvent: () => session.stepEvent(),
  stepBy: (nanos) => session.stepBy(nanos),
  runTo: (atNanos, speed) => session.runTo(atNanos, speed),
  kinds: () => session.kinds(),
  act: (action, lane) => session.act(action, lane),
  snapshot: (lane) => session.snapshot(lane),
  watch: (wish) => session.watch(wish),
  async connect(given) {
    port = given
    for (const frame of unsent.splice(0)) post(frame)
  },
}
expose(api)
