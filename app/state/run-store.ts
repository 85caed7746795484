import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Region } from '../../engine/network/regions.ts'
import type { Design } from '../../engine/schema/design.ts'
import type { Document } from '../../engine/schema/document.ts'
import type { Inspection, LaneDescription, LaneStatus } from '../../workers/api.ts'

/** What is open. Another object with every `open` and every edit; `run` tells which of the two it was. */
export interface OpenedRun {
  /** Counts the runs. */
  run: number
  /** Null for a document of one's own. */
  design: Design | null
  /** As it is now, edits included. */
  document: Document
  /** As it was at zero: with the seed and the log it is the whole run. */
  start: Document
  /** The regions that its nodes name, where it is known where they are. */
  regions: readonly Region[]
  seed: number
  /** What came of doing a saved run again: null for one that was not. `unknown`: its digest had not been noted. */
  verdict: 'reproduced' | 'differs' | 'unknown' | null
  lanes: LaneDescription[]
}

/** A message that stands until it is dismissed. */
export interface RunNotice {
  id: number
  tone: 'info' | 'failure'
  /** One sentence. */
  text: string
}

/** Slow-changing facts of the run. Readings, which change with every frame, are in the frame rings. */
export interface RunState {
  opened: OpenedRun | null
  /** What is open is a saved run that is being done again, unseen. */
  doingAgain: boolean
  /** The latest status of every lane; null until the first one has come. */
  status: (LaneStatus | null)[]
  /** The latest picture of the watched node's inside, by lane. */
  inspections: (Inspection | null)[]
  nowNanos: number
  /** Simulated seconds a second that are reached; 0 while paused. */
  pace: number
  /** Simulated seconds a second that are asked for; Infinity is flat out. */
  speed: number
  playing: boolean
  /** The engine failed; the run stands still for good. */
  crashed: string | null
  /** What the last single step was. */
  lastStep: string | null
  notices: RunNotice[]
}

export const emptyRun: RunState = {
  opened: null,
  doingAgain: false,
  status: [],
  inspections: [],
  nowNanos: 0,
  pace: 0,
  speed: 1,
  playing: false,
  crashed: null,
  lastStep: null,
  notices: [],
}

export const createRunStore = () => createStore<RunState>(() => emptyRun)
export type RunStore = ReturnType<typeof createRunStore>

/** The page's one run. Written by the session only. */
export const runStore = createRunStore()

/** Reads the run in a component: `useRun((run) => run.playing)`. Select what is small or stays the same object. */
export const useRun = <T>(selector: (state: RunState) => T): T => useStore(runStore, selector)
