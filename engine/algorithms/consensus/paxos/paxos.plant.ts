import type { Plant } from '../../../checks/plant.bed.ts'
import { runPaxos, type PaxosWorldOptions } from './paxos-world.bed.ts'

type Naive = NonNullable<PaxosWorldOptions['naive']>

const plant = (name: string, bug: string, naive: Naive): Plant => ({
  name,
  protocol: 'paxos',
  bug,
  checker: 'one-value-per-slot',
  run: (seed, planted) => runPaxos({ seed, naive: planted ? naive : {} }).feed.says,
})

export const plants: readonly Plant[] = [
  plant(
    'acceptor-forgets-its-promise',
    'An acceptor takes proposals older than the latest it has promised.',
    {
      keepsPromises: false,
    },
  ),
  plant(
    'proposer-ignores-what-was-accepted',
    'A new leader proposes its own values where others may be chosen.',
    {
      adopts: false,
    },
  ),
  plant(
    'leads-before-it-has-learnt',
    'A new leader does not wait for what those who promised have settled, and forgotten as accepted.',
    { learnsFirst: false },
  ),
  plant('paxos-quorum-off-by-one', 'Two of five are taken for a majority.', { quorum: 2 }),
]
