import { Sharing } from '../share/sharing.ts'
import { connectSimulation } from '../session/simulation-client.ts'
import type { Frame } from '../../workers/api.ts'
import { Editor } from './editor.ts'
import { historyStore } from './history-store.ts'
import { RunSession } from './run-session.ts'
import { runStore } from './run-store.ts'

const api = connectSimulation(
  (frame: Frame) => session.receive(frame),
  (why) => runStore.setState({ crashed: why, playing: false }),
)

/** The page's session with its simulation worker. */
export const session = new RunSession(runStore, api)

/** Everything that a person does to its document. */
export const editor = new Editor(session, historyStore)

/** Takes runs out of the page and back in. */
export const sharing = new Sharing(session)
