import { choice, integer, number, toggle } from '../../schema/parameter.ts'

/** Patience without end. */
export const FOR_EVER_MS = 1e9

/** How long people and their programs wait, and what they do when it was in vain. */
export const PATIENCE_PARAMETERS = {
  deadlineMs: number({
    title: 'Deadline',
    doc: 'Answers later than this are worth nothing; nobody waits for them. A billion: for ever.',
    default: 2000,
    min: 0.001,
    max: FOR_EVER_MS,
    unit: 'ms',
    scale: 'log',
  }),
  timeoutMs: number({
    title: 'Timeout',
    doc: 'How long one attempt may take. A billion: for ever.',
    default: 1000,
    min: 0.001,
    max: FOR_EVER_MS,
    unit: 'ms',
    scale: 'log',
  }),
  cancelOnTimeout: toggle({
    title: 'Cancel on timeout',
    doc: 'Tells the server that nobody waits any more.',
    default: false,
  }),
  retries: integer({
    title: 'Retries',
    doc: 'How often a failed request is tried again.',
    default: 0,
    max: 100,
    unit: 'retries',
  }),
  backoff: choice({
    title: 'Backoff',
    doc: 'How the pause before a retry grows.',
    options: { none: 'none', fixed: 'fixed', linear: 'linear', exponential: 'exponential' },
    default: 'exponential',
  }),
  backoffBaseMs: number({
    title: 'First pause',
    doc: 'Before the first retry.',
    default: 100,
    max: 1e6,
    unit: 'ms',
  }),
  backoffCapMs: number({
    title: 'Longest pause',
    doc: 'Before any retry.',
    default: 10_000,
    max: 1e7,
    unit: 'ms',
  }),
  jitter: choice({
    title: 'Jitter',
    doc: 'What chance does to the pause, so that clients that failed together do not come back together.',
    options: { none: 'none', full: 'full', equal: 'equal', decorrelated: 'decorrelated' },
    default: 'full',
  }),
  retryBudget: toggle({
    title: 'Retry budget',
    doc: 'Gives up retrying when retries make up too much of the load.',
    default: false,
  }),
  retryBudgetShare: number({
    title: 'Budget',
    doc: 'Retries that the budget allows for each request; ten a second are always allowed.',
    default: 0.2,
    max: 10,
    unit: '',
  }),
  obeyRetryAfter: toggle({
    title: 'Obey Retry-After',
    doc: 'A user who was told to wait does not ask again before; others hammer on.',
    default: true,
  }),
  spread: choice({
    title: 'Spread',
    doc: 'Which connection a request takes when there are several.',
    options: { 'round-robin': 'in turn', random: 'at random', user: 'by user' },
    default: 'round-robin',
  }),
} as const
