import { catalogueStore } from './state/catalogue.ts'
import type { RunSession } from './state/run-session.ts'

/** What a first visit sees running. */
const WELCOME = 'rate-limiter'

/** Opens the design that the address names (`#caching-techniques`), or the one for a first visit, and lets it run. */
export async function openFirst(session: RunSession): Promise<void> {
  const running = await session.commands.running()
  catalogueStore.setState({ running })
  const named = decodeURIComponent(location.hash.slice(1))
  if (named !== '') {
    const answer = await session.open(named, { play: true })
    if (answer.ok) return
  }
  const slug = running.includes(WELCOME) ? WELCOME : running[0]
  if (slug !== undefined) await session.open(slug, { play: true })
}
