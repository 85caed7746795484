import type { InterviewQuestion } from '../../schema/design.ts'

export const INTERVIEW: InterviewQuestion[] = [
  {
    ask: 'Why not hash modulo the number of shards?',
    answer:
      'It spreads rows well and moves nearly all of them when the number changes: N of N + 1 where one would do. A ring, rendezvous or jump hash moves only what the new shard gets.',
  },
  {
    ask: 'Rows are copied to a new shard while they are written. What can go wrong?',
    answer:
      'A write after its row was copied is missing on the new shard; a copy that arrives after a write overwrites it. So rows carry versions, the newer one stays, and before the cut-over what has changed is copied again while writes wait.',
  },
  {
    ask: 'A router does not learn of the new map. What happens?',
    answer:
      'It asks the old owner, which must refuse: ownership is checked where the row is, not where the request is routed. Otherwise two shards serve the same row.',
  },
  {
    ask: 'Why does a report get slower with every shard?',
    answer:
      'It waits for the slowest of all answers. If one shard in a hundred is slow, one report over four shards in 25 is.',
  },
  {
    ask: 'Sharding or federation?',
    answer:
      'Sharding splits one table that is too large by its key; federation splits a system by what its parts are about. The first gives capacity, the second independence: teams, schemas, failures.',
  },
  {
    ask: 'How do you transfer money between two shards without a distributed transaction?',
    answer:
      'As a saga: take it here, give it there, and give it back if there it is refused. Each step must be safe to repeat, and the log of what was begun must survive whoever runs it.',
  },
]
