import type { Design } from '../../engine/schema/design.ts'
import { session } from '../state/session.ts'
import { runStore } from '../state/run-store.ts'

/** Starts the design anew with a scenario's settings, and does its script at its instants while it plays. */
export async function playScenario(design: Design, name: string): Promise<void> {
  const scenario = design.scenarios[name]
  const { opened } = runStore.getState()
  const script = [
    ...(scenario.with ?? []).map((action) => ({ atNanos: 0, action })),
    ...(scenario.script ?? []).map(({ atSeconds, action }) => ({
      atNanos: Math.round(atSeconds * 1e9),
      action,
    })),
  ]
  const answer = await session.open(design.slug, {
    seed: opened?.seed ?? 1,
    ...(scenario.without === undefined
      ? { edited: opened?.document, keep: true }
      : { without: scenario.without }),
    script,
    play: true,
  })
  if (answer.ok) session.notify('info', `${scenario.title}: ${scenario.doc}`)
}
