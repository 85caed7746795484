import type { Document } from '../../engine/schema/document.ts'
import type { Opened, OpenRequest, Reached } from '../../workers/api.ts'
import type { OpenedRun } from './run-store.ts'

/** How a design is to be opened. */
export interface OpenWish extends Partial<Omit<OpenRequest, 'design'>> {
  /** Begin to play at once, at the design's own speed. */
  play?: boolean
  /** Keep the page's own document, `edited`, which is what the run begins with: what can be undone still can. */
  keep?: boolean
  /** What was arranged after it began, which the run does not hear of. */
  arrange?: (document: Document) => Document
  /** What came of doing it again, by where that has led. A run that is not one done again has none. */
  judge?: (reached: Reached) => OpenedRun['verdict']
}

/** What the worker is asked: the first seed and one plain lane unless there are others. */
export function requestOf(design: OpenRequest['design'], wish: OpenWish): OpenRequest {
  const { play: _play, keep: _keep, arrange: _arrange, judge: _judge, ...rest } = wish
  return { seed: 1, lanes: [{}], ...rest, design }
}

/** What the page shows of it. */
export function openedRun(answer: Opened, request: OpenRequest, wish: OpenWish): OpenedRun {
  const { run, design, start, regions, lanes } = answer
  const { keep = false, arrange = (document) => document } = wish
  const document = keep && request.edited !== undefined ? request.edited : arrange(answer.document)
  return { run, design, document, start, regions, seed: request.seed, verdict: null, lanes }
}
