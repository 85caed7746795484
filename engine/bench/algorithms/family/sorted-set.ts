import Peer from 'tlhunter-sorted-set'
import { SortedSet } from '../../../algorithms/index/algorithm/sorted-set.ts'
import { RandomStream } from '../../../lib/random.ts'
import type { Workload } from '../../measure.ts'
import type { AlgorithmFamily } from '../algorithm-family.ts'
import { eachKey, zipfKeys } from '../keys.ts'

const PLAYERS = 20_000
const AROUND = 10

/** A leaderboard: favourites play most, a game changes a score a little, and who has played asks where he stands. */
export const family: AlgorithmFamily = {
  workloads: () => {
    const players = zipfKeys(PLAYERS, 0.5)
    const random = new RandomStream(5, 'bench/points')
    const points = Float64Array.from({ length: 1 << 12 }, () => 1 + random.below(1_000))
    return [updates(players, points), around(players, points)]
  },
}

function updates(players: Int32Array, points: Float64Array): Workload {
  return {
    suite: 'algorithms',
    name: 'sorted set: update, rank',
    count: 100_000,
    ours: () => {
      const set = ourBoard(points)
      let game = 0
      return eachKey(players, (player) => {
        set.set(player, set.score(player)! + points[game++ & 4095])
        return set.rank(player)
      })
    },
    peers: {
      'tlhunter-sorted-set': () => {
        const set = theirBoard(points)
        let game = 0
        return eachKey(players, (player) => {
          set.set(player, set.get(player)! + points[game++ & 4095])
          return set.rank(player)
        })
      },
    },
  }
}

function around(players: Int32Array, points: Float64Array): Workload {
  return {
    suite: 'algorithms',
    name: 'sorted set: ten around me',
    count: 100_000,
    ours: () => {
      const set = ourBoard(points)
      return eachKey(players, (player) => {
        const rank = set.rank(player)
        return set.range(rank, rank + AROUND)
      })
    },
    peers: {
      'tlhunter-sorted-set': () => {
        const set = theirBoard(points)
        return eachKey(players, (player) => {
          const rank = set.rank(player)!
          return set.range(rank, rank + AROUND - 1)
        })
      },
    },
  }
}

function ourBoard(points: Float64Array): SortedSet {
  const set = new SortedSet()
  for (let player = 0; player < PLAYERS; player++) set.set(player, 1_000 * points[player & 4095] + player)
  return set
}

function theirBoard(points: Float64Array): Peer {
  const set = new Peer()
  for (let player = 0; player < PLAYERS; player++) set.set(player, 1_000 * points[player & 4095] + player)
  return set
}
