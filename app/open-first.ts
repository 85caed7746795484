import { LINK_PREFIX } from '../engine/schema/saved/link-prefix.ts'
import { catalogueStore } from './state/catalogue.ts'
import { leftOpen } from './storage/left-open.ts'
import { OVERTAKEN } from './state/run-session.ts'
import { session, sharing } from './state/session.ts'

/** What a first visit sees running. */
const WELCOME = 'rate-limiter'

/**
 * Opens the design of one’s own that was open when the page was loaded anew; else what the address names: a shared run
 * (`#run=…`), which stands still at its instant, or a design (`#caching-techniques`); else
 * the one for a first visit. What cannot be opened is said, and the first design opens instead.
 */
export async function openFirst(): Promise<void> {
  void session.commands.running().then((running) => catalogueStore.setState({ running }))
  addEventListener('hashchange', () => void openNamed())
  if ((await openLeft()) || (await openNamed())) return
  await session.open(WELCOME, { play: true })
}

/** True when a design of one's own was open in this tab, and is again. */
async function openLeft(): Promise<boolean> {
  const id = leftOpen()
  if (id === null) return false
  return import('./storage/open-left.ts').then(
    (left) => left.openLeft(id),
    () => false,
  )
}

/** True when the address names something and that is open now, or what a person has opened meanwhile. */
async function openNamed(): Promise<boolean> {
  const fragment = location.hash.slice(1)
  if (fragment === '') return false
  const answer = fragment.startsWith(LINK_PREFIX)
    ? await sharing.openLink(fragment)
    : await session.open(decoded(fragment), { play: true })
  return answer.ok || answer === OVERTAKEN || session.store.getState().opened !== null
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}
