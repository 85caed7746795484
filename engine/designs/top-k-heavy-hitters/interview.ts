import type { InterviewQuestion } from '../../schema/design.ts'

export const INTERVIEW: InterviewQuestion[] = [
  {
    ask: 'Why is a Count-Min estimate never too low?',
    answer:
      'Every event raises all counters of its item, and nothing lowers them. Other items can only raise them further; the lowest of the row’s counters has suffered least.',
  },
  {
    ask: 'Count-Min knows counts, not names. Where do the names come from?',
    answer:
      'From a heap of candidates that is offered every item with its estimate. It must be longer than K when lists of several mappers are merged: an item may be second everywhere.',
  },
  {
    ask: 'Can the top K of each mapper be added up to the top K of all?',
    answer:
      'No. An item just below every local cut is in no list, and may be first in the sum. Merge sketches, or lists long enough that whoever is heavy overall is heavy somewhere: share 1 / length.',
  },
  {
    ask: 'Which of these sketches can be merged without loss?',
    answer:
      'Count-Min exactly, as linear sums. Space-Saving, Misra–Gries and Lossy Counting keep their bound over the sum of the streams. HeavyKeeper has no such law; a sum of its estimates is only not too high.',
  },
  {
    ask: 'When would you just count exactly?',
    answer:
      'When the different items fit: below a million or so. The table here is faster than any matrix until it no longer fits in the cache.',
  },
  {
    ask: 'A mapper dies with its open pane. What makes its counts come back?',
    answer:
      'The log keeps events until the pane that they belong to is stored. The mapper reads them again from there; the reducer takes each pane of each mapper once.',
  },
]
