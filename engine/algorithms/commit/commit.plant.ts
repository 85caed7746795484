import { Feed } from '../../checks/feed.bed.ts'
import { invariant } from '../../checks/invariants/atomic-commit.ts'
import type { Plant } from '../../checks/plant.bed.ts'
import { runFaulty, type CommitWorldOptions } from './commit-world.bed.ts'
import { runSagas } from './saga-world.bed.ts'

/** What `atomic-commit` has to say about a run. */
function judge(options: CommitWorldOptions, faults: Parameters<typeof runFaulty>[1]): string | null {
  const feed = new Feed(invariant)
  for (const notice of runFaulty(options, faults).world.notices) {
    if (notice.type !== 'decided') continue
    feed.now = notice.at
    feed.tell('transaction-decided', notice, `member ${notice.member}`)
  }
  return feed.says
}

export const plants: readonly Plant[] = [
  {
    name: 'coordinator-forgets-its-decision',
    protocol: 'two-phase commit',
    bug: 'The coordinator tells its decision without logging it; after a crash it presumes an abort.',
    checker: 'atomic-commit',
    run: (seed, planted) =>
      judge({ protocol: 'two-phase', seed, coordinator: { logsDecision: !planted } }, 'everything'),
  },
  {
    name: 'vote-not-logged',
    protocol: 'two-phase commit',
    bug: 'A participant says yes without logging it; after a crash it knows of nothing and cannot commit.',
    checker: 'atomic-commit',
    run: (seed, planted) =>
      judge({ protocol: 'two-phase', seed, participant: { logsVote: !planted } }, 'everything'),
  },
  {
    name: 'abort-after-pre-commit',
    protocol: 'three-phase commit',
    bug: 'A participant that loses patience aborts, though it has heard that all voted yes.',
    checker: 'atomic-commit',
    run: (seed, planted) =>
      judge(
        { protocol: 'three-phase', seed, participant: { onTimeout: planted ? 'abort' : 'terminate' } },
        'long absences',
      ),
  },
  {
    name: 'step-not-idempotent',
    protocol: 'saga',
    bug: 'A service carries out every request that comes, copies too: charges and refunds happen twice.',
    checker: 'sagas-end-whole',
    run: (seed, planted) => runSagas({ seed, step: { idempotent: !planted } }).feed.says,
  },
  {
    name: 'compensation-not-retried',
    protocol: 'saga',
    bug: 'A compensation that is not answered is given up, and the saga stays half done.',
    checker: 'sagas-end-whole',
    run: (seed, planted) => runSagas({ seed, orchestrator: { retriesCompensations: !planted } }).feed.says,
  },
]
