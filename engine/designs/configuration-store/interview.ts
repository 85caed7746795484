import type { InterviewQuestion } from '../../schema/design.ts'

export const INTERVIEW: InterviewQuestion[] = [
  {
    ask: 'Why may a leader not take an entry of an earlier term for committed as soon as a majority holds it?',
    answer:
      'A server with a newer last entry may still win an election and overwrite it. Once an entry of the leader’s own term is on a majority, nobody without it can win, and everything before it is safe with it.',
  },
  {
    ask: 'A read needs no entry in the log. What does it need?',
    answer:
      'Certainty that nobody else leads: a round of messages that a majority answers, or a lease that ends before any voter would elect another. And an entry of the leader’s own term must be committed, or it does not know what is.',
  },
  {
    ask: 'What has a lease for reads to do with how well clocks run?',
    answer:
      'Its length is measured by the leader’s clock, the voters’ patience by theirs. If clocks may be off by a share d, it must be shorter by (1 − d)/(1 + d). A clock that stands still breaks it however short it is.',
  },
  {
    ask: 'The holder of a lock checks its lease before each write. Why is that not enough?',
    answer:
      'It may stand still between the check and the write. Only what it writes to can tell: by a token that rises with each holder.',
  },
  {
    ask: 'Why does a new leader give every lease its whole time again?',
    answer:
      'Renewals are not in the log: it does not know when the latest was. To end a lease late is harmless, to end it early is not.',
  },
  {
    ask: 'A watcher was away for an hour. What does it get?',
    answer:
      'Everything since its revision, if that is still kept; otherwise word that it is compacted, and the state at a revision to go on from. Silence in between would be the one wrong answer.',
  },
  {
    ask: 'Why five servers and not four?',
    answer: 'Four need three for a majority and bear one failure, as three servers do. Five bear two.',
  },
]
