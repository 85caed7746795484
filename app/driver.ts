import type { Action, Document } from '../engine/schema/document.ts'
import type { ParameterValue } from '../engine/schema/parameter.ts'
import { problemsOf, type GraphProblem } from '../engine/schema/problems-of.ts'
import { drivenLibrary, type DrivenLibrary } from './driven-library.ts'
import { drivenEditor, type DrivenEditor } from './driven-editor.ts'
import type { Sharing } from './share/sharing.ts'
import type { Editor } from './state/editor.ts'
import { historyStore } from './state/history-store.ts'
import type { LaneStatus, Refused } from '../workers/api.ts'
import { catalogueStore } from './state/catalogue.ts'
import type { RunSession } from './state/run-session.ts'
import { uiStore } from './state/ui-store.ts'

type Inject = Extract<Action, { do: 'inject' }>

/** What `read` answers: a lane as the page knows it. */
export interface DriverReading {
  design: string
  seed: number
  /** Simulated seconds. */
  now: number
  playing: boolean
  digest: string
  totals: LaneStatus['totals']
  checks: LaneStatus['checks']
  faults: LaneStatus['faults']
  settings: LaneStatus['settings']
  /** How many commands it was given so far. */
  commands: number
  /** Ids of the nodes and edges that there are. */
  nodes: string[]
  edges: string[]
  /** What keeps parts of the graph from working. */
  problems: GraphProblem[]
  /** What came of doing a saved run again. */
  verdict: 'reproduced' | 'differs' | 'unknown' | null
  /** How many steps can be undone, and done again. */
  history: { undo: number; redo: number }
  /** How many events have fired. */
  events: number
  /** Newest reading of every column by its id (`run.goodput`, `cache.hitRate`), in the column's unit; null where there is none. */
  readings: Record<string, number | null>
}

/**
 * `window.breakwater`: drives the page's run by script, so that tests and demonstrations never sleep. Every promise resolves when
 * the page shows what was asked for; a refusal rejects with its sentence. Times are simulated seconds.
 */
export interface Driver {
  /** Slugs of the designs that run. */
  designs(): string[]
  /**
   * Opens a design or a document, paused at zero; `switches` differ from its defaults. Several of them are several lanes, side by side.
   * `batch` is how many events the engine fires between two looks at the clock.
   */
  open(
    design: string | Document,
    options?: { seed?: number; switches?: Record<string, string> | Record<string, string>[]; batch?: number },
  ): Promise<void>
  /** Sets a parameter of a node. */
  set(node: string, param: string, value: ParameterValue): Promise<void>
  /** Flips a switch of the design. */
  switch(name: string, to: string): Promise<void>
  /** Injects a fault; its id (made up when absent) lifts it again. */
  inject(fault: Omit<Inject, 'do' | 'id'> & { id?: string }): Promise<string>
  lift(id: string): Promise<void>
  /** Runs at so many simulated seconds a second; Infinity is flat out. */
  play(speed?: number): Promise<void>
  pause(): Promise<void>
  /** Runs to an instant, flat out or at a speed, pauses exactly there, and resolves when the page shows it. */
  runUntil(seconds: number, speed?: number): Promise<void>
  /** Fires the next event, pauses, and says what it was. */
  step(): Promise<string>
  /** Edits the open document, each one step that `undo` takes back. */
  edit: DrivenEditor
  /** A link that does the run again, up to now. */
  share(): Promise<string>
  /** Does the run of a link again, and stops at its instant; `read().verdict` says whether it came to the same. */
  openLink(link: string): Promise<void>
  /** The run as the text of a file, for `sim run` and `importFile`. */
  exportFile(): Promise<string>
  importFile(text: string): Promise<void>
  /** The open design as a Mermaid diagram, a picture, or a report of its run. */
  exportAs(form: 'mermaid' | 'svg' | 'report'): Promise<string>
  /** One's own designs, as they are kept in the browser. */
  library: DrivenLibrary
  read(lane?: number): DriverReading
  /** How many messages of a frame are drawn as dots; 0 for none. They live 0.7 s, and there are fifteen frames a second. */
  dots(aFrame: number): void
}

declare global {
  interface Window {
    breakwater: Driver
  }
}

/** Puts the driver where scripts find it. */
export function installDriver(session: RunSession, editor: Editor, sharing: Sharing): void {
  let faults = 0
  const act = (action: Action) => insist(session.act(action, { quiet: true })).then(() => {})
  window.breakwater = {
    designs: () => [...catalogueStore.getState().running],
    open: (design, { seed = 1, switches = {}, batch } = {}) =>
      insist<{ ok: true }>(
        session.open(design, { seed, lanes: Array.isArray(switches) ? switches : [switches], batch }),
      ).then(() => {}),
    set: (node, param, value) => act({ do: 'set', node, param, value }),
    switch: (name, to) => act({ do: 'switch', name, to }),
    async inject({ id = `fault-${++faults}`, ...rest }) {
      await act({ do: 'inject', id, ...rest })
      return id
    },
    lift: (id) => act({ do: 'lift', id }),
    play: (speed) => session.play(speed),
    pause: () => session.pause(),
    async runUntil(seconds, speed = Infinity) {
      const atNanos = Math.round(seconds * 1e9)
      if (speed < Infinity) await session.commands.runTo(atNanos, speed)
      await session.runTo(atNanos)
      await painted()
    },
    async step() {
      const said = await session.commands.stepEvent()
      await painted()
      return said
    },
    share: async () => `${location.href.split('#', 1)[0]}#${await sharing.link()}`,
    openLink: async (link) => void (await insist(sharing.openLink(link.slice(link.indexOf('#') + 1)))),
    exportFile: () => sharing.file(),
    importFile: async (text) => void (await insist(sharing.openFile(text))),
    async exportAs(form) {
      const { exporting } = await import('./share/export-run.ts')
      return form === 'report' ? exporting.report(location.href) : exporting[form]()
    },
    library: drivenLibrary(insist),
    edit: drivenEditor(editor, insist),
    read: (lane = 0) => reading(session, lane),
    dots: (aFrame) => uiStore.setState({ flightsAFrame: aFrame }),
  }
}

async function insist<Answer extends { ok: true }>(answer: Promise<Answer | Refused>): Promise<Answer> {
  const given = await answer
  if (!given.ok) throw new Error(given.message)
  return given
}

/** A picture taken after this shows what was drawn before. A hidden page paints nothing. */
function painted(): Promise<void> {
  if (document.hidden) return Promise.resolve()
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))
}

function reading(session: RunSession, lane: number): DriverReading {
  const { opened, status, nowNanos, playing } = session.store.getState()
  const known = status[lane]
  const ring = session.ring(lane)
  if (opened === null || known === null || known === undefined || ring === null) {
    throw new Error(`There is no lane ${lane} to read; open a design first.`)
  }
  const { digest, totals, checks, faults, settings, log } = known
  const readings = ring.columns.map(({ id }) => {
    const value = ring.latest(id)
    return [id, Number.isNaN(value) ? null : value]
  })
  return {
    design: opened.design?.slug ?? opened.document.title,
    seed: opened.seed,
    now: nowNanos / 1e9,
    playing,
    digest,
    totals,
    checks,
    faults,
    settings,
    commands: log.length,
    nodes: Object.keys(opened.document.nodes),
    edges: opened.document.edges.map(({ id }) => id),
    problems: problemsOf(opened.document, catalogueStore.getState().kinds),
    verdict: opened.verdict,
    history: { undo: historyStore.getState().past.length, redo: historyStore.getState().future.length },
    events: ring.events,
    readings: Object.fromEntries(readings),
  }
}
