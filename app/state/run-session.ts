import type { Action } from '../../engine/schema/document.ts'
import type { GraphEdit } from '../../engine/schema/edit/graph-edit.ts'
import type {
  Done,
  Frame,
  LaneFrame,
  Opened,
  OpenRequest,
  Refused,
  SimulationApi,
} from '../../workers/api.ts'
import { FrameRing } from '../session/frame-ring.ts'
import { mergeStatus } from '../session/merge-status.ts'
import { Pulse } from '../session/pulse.ts'
import { takeGraphs } from '../session/take-graphs.ts'
import { openedRun, requestOf, type OpenWish } from './open-wish.ts'
import { takeKinds } from './catalogue.ts'
import { DocumentEdits } from './document-edits.ts'
import { emptyRun, type OpenedRun, type RunNotice, type RunState, type RunStore } from './run-store.ts'

const READINGS_A_SECOND = 10

/** The worker's commands as the session needs them; Comlink's remote object is one. */
export type Commands = Omit<SimulationApi, 'connect'>

/** What `open` answers when something newer has been opened: nothing has failed. */
export const OVERTAKEN: Refused = { ok: false, message: 'Another design was opened meanwhile.' }

/**
 * The page's one run: sends what a person does to the worker, and puts what comes back where it is read: readings into a
 * frame ring a lane, everything else into the run store.
 */
export class RunSession {
  /** Readings, one ring a lane. New rings with every `open`. */
  rings: FrameRing[] = []
  /** Beats after new frames at no more than 10 Hz, for lines that grow. */
  readonly pulse = new Pulse(100, 3)
  /** Beats four times a second, for figures that are to be read. */
  readonly calmPulse = new Pulse(250, 5)
  /** Beats once a second, for what people should not have to watch: which lines are worth a chart. */
  readonly slowPulse = new Pulse(1_000)
  readonly #frameListeners = new Set<(frame: Frame) => void>()
  #run = -1
  /** Frames that came before the answer to `open`, which says what their columns mean. */
  #early: Frame[] = []
  #opening = 0
  #edits: DocumentEdits
  #notices = 0

  constructor(
    readonly store: RunStore,
    readonly commands: Commands,
  ) {
    this.#edits = new DocumentEdits(store, commands)
  }

  /**
   * Opens a design by slug, or a document. A refusal becomes a notice and leaves the run as it was. A run that is done again is shown
   * as it began while that goes on; the answer comes when it is there.
   */
  async open(design: OpenRequest['design'], wish: OpenWish = {}): Promise<{ ok: true } | Refused> {
    const request = requestOf(design, wish)
    const ticket = ++this.#opening
    const answer = await this.commands.open(request)
    if (ticket !== this.#opening) return OVERTAKEN
    if (!answer.ok) return this.#refused(answer)
    const { play = false, judge } = wish
    this.#show(answer, openedRun(answer, request, wish), judge !== undefined)
    if (play) await this.play(answer.design?.speed ?? 1)
    if (judge === undefined) return { ok: true }
    const reached = await this.commands.reached()
    if (!reached.ok || reached.run !== answer.run || this.#run !== answer.run) return OVERTAKEN
    const { opened } = this.store.getState()
    this.store.setState({ doingAgain: false, opened: { ...opened!, verdict: judge(reached) } })
    return { ok: true }
  }

  /** The same design and lanes from the start; on the same seed unless another is given. */
  async restart(seed?: number): Promise<void> {
    const { opened, playing, speed } = this.store.getState()
    if (opened === null) return
    const { document } = opened
    const lanes = opened.lanes.map(({ settings }) => settings)
    const wish = { seed: seed ?? opened.seed, lanes, edited: document, keep: true }
    const answer = await this.open(opened.design?.slug ?? document, wish)
    if (answer.ok && playing) await this.play(speed)
  }

  async play(speed: number = this.store.getState().speed): Promise<void> {
    this.store.setState({ speed, playing: true, lastStep: null })
    await this.commands.play(speed)
  }

  async pause(): Promise<void> {
    this.store.setState({ playing: false })
    await this.commands.pause()
  }

  async toggle(): Promise<void> {
    await (this.store.getState().playing ? this.pause() : this.play())
  }

  /** Sets the speed without starting or stopping. */
  async setSpeed(speed: number): Promise<void> {
    if (this.store.getState().playing) await this.play(speed)
    else this.store.setState({ speed })
  }

  async stepEvent(): Promise<void> {
    this.store.setState({ playing: false, lastStep: await this.commands.stepEvent() })
  }

  async stepBy(nanos: number): Promise<void> {
    this.store.setState({ lastStep: null })
    await this.commands.stepBy(nanos)
  }

  /** Runs flat out to an instant and pauses there; answers when the page has seen its frame. */
  async runTo(atNanos: number): Promise<void> {
    if (atNanos > this.store.getState().nowNanos) this.store.setState({ playing: true })
    await this.commands.runTo(atNanos)
    await this.#shown((state) => !state.playing && state.nowNanos >= atNanos)
    this.slowPulse.flush()
    this.calmPulse.flush()
    this.pulse.flush()
  }

  /** Does something to the run. A refusal becomes a notice unless the caller shows it at its own place. */
  async act(action: Action, options: { lane?: number; quiet?: boolean } = {}): Promise<Done | Refused> {
    const answer = await this.commands.act(action, options.lane)
    return answer.ok || options.quiet ? answer : this.#refused(answer)
  }

  /**
   * Edits the document, and the run with it: the page shows it at once, the run has it at the instant that it has reached. Edits
   * that do not fit, or that a kind refuses, are a notice and change nothing. What can be undone goes through the editor.
   */
  async edit(
    edits: readonly GraphEdit[],
    options: { quiet?: boolean } = {},
  ): Promise<{ ok: true } | Refused> {
    const answer = await this.#edits.edit(edits)
    return answer.ok || options.quiet ? answer : this.#refused(answer)
  }

  /** The ring of a lane; null when there is none yet. */
  ring(lane: number): FrameRing | null {
    return this.rings[lane] ?? null
  }

  /** The newest reading of a column, exactly; NaN when there is none. */
  latest(lane: number, columnId: string): number {
    return this.rings[lane]?.latest(columnId) ?? NaN
  }

  /** What a figure shows: rates over the last second, for a tenth of one says little; all else as it is. */
  recent(lane: number, columnId: string, unit: string): number {
    const isRate = unit.endsWith('/s')
    return isRate
      ? (this.rings[lane]?.recentMean(columnId, READINGS_A_SECOND) ?? NaN)
      : this.latest(lane, columnId)
  }

  /** Calls back with every frame of the open run, until the returned function is called. */
  subscribeFrames(listener: (frame: Frame) => void): () => void {
    this.#frameListeners.add(listener)
    return () => this.#frameListeners.delete(listener)
  }

  /** A frame has come from the worker. */
  receive(frame: Frame): void {
    if (frame.run > this.#run) this.#early.push(frame)
    if (frame.run !== this.#run) return
    const before = this.store.getState()
    const take = <T>(old: readonly T[], pick: (lane: LaneFrame, old: T) => T): T[] | undefined => {
      const next = frame.lanes.map((lane, i) => pick(lane, old[i]))
      return next.some((each, i) => each !== old[i]) ? next : undefined
    }
    const status = take(before.status, (lane, old) =>
      lane.status === null ? old : mergeStatus(old, lane.status),
    )
    const inspections = take(before.inspections, (lane, old) => lane.inspect ?? old)
    const lanes = takeGraphs(before.opened!.lanes, frame.lanes, this.rings)
    frame.lanes.forEach((lane, i) => this.rings[i].append(lane.rows, lane.events))
    const { nowNanos, pace, playing, crashed } = frame
    this.store.setState({
      nowNanos,
      pace,
      playing,
      crashed,
      ...(lanes === null ? {} : { opened: { ...before.opened!, lanes } }),
      ...(status === undefined ? {} : { status }),
      ...(inspections === undefined ? {} : { inspections }),
    })
    if (crashed !== null && before.crashed === null) this.notify('failure', `${crashed} Restart it to go on.`)
    for (const listener of this.#frameListeners) listener(frame)
    this.pulse.touch()
    this.calmPulse.touch()
    this.slowPulse.touch()
  }

  /** Shows a message that stands until it is dismissed. The same sentence is not shown twice at once. */
  notify(tone: RunNotice['tone'], text: string): void {
    const { notices } = this.store.getState()
    if (notices.some((notice) => notice.text === text)) return
    this.store.setState({ notices: [...notices.slice(-3), { id: ++this.#notices, tone, text }] })
  }

  dismiss(id: number): void {
    const { notices } = this.store.getState()
    this.store.setState({ notices: notices.filter((notice) => notice.id !== id) })
  }

  #show({ run, lanes, kinds }: Opened, opened: OpenedRun, doingAgain: boolean): void {
    takeKinds(kinds)
    this.#edits = new DocumentEdits(this.store, this.commands)
    this.rings = lanes.map((lane) => new FrameRing(lane.places))
    this.#run = run
    const { speed, notices } = this.store.getState()
    const [status, inspections] = [lanes.map(() => null), lanes.map(() => null)]
    this.store.setState({ ...emptyRun, speed, notices, opened, doingAgain, status, inspections })
    for (const frame of this.#early.splice(0)) this.receive(frame)
  }

  #refused(answer: Refused): Refused {
    this.notify('failure', answer.message)
    return answer
  }

  /** Resolves once the store fulfils `test`, or shows a crash, or another run. */
  #shown(test: (state: RunState) => boolean): Promise<void> {
    const run = this.store.getState().opened?.run
    const done = (state: RunState) => test(state) || state.crashed !== null || state.opened?.run !== run
    if (done(this.store.getState())) return Promise.resolve()
    return new Promise((resolve) => {
      const leave = this.store.subscribe((state) => {
        if (!done(state)) return
        leave()
        resolve()
      })
    })
  }
}
