import type { RunSide, Stepped } from './run-side.ts'

/** Events that are stepped through at the instant that bisection has found. */
const STEPS = 10_000

/**
 * Names the first event in which two runs differ, as each of the two has it; null when they are the same up to an instant. Bisects for
 * the last nanosecond up to which they are the same, each side moved its own way as often as it takes, and goes on from there event by
 * event: a worker that is asked to go to an instant goes there as ever, asked for a number of events it would cut its batches anew.
 */
export async function firstParting(a: RunSide, b: RunSide, untilNanos: number): Promise<string | null> {
  const sameAt = async (nanos: number) => (await a.digestAt(nanos)) === (await b.digestAt(nanos))
  if (await sameAt(untilNanos)) return null
  let [same, differ] = [0, untilNanos]
  while (differ - same > 1) {
    const middle = Math.floor((same + differ) / 2)
    if (await sameAt(middle)) same = middle
    else differ = middle
  }
  const instant = `${(differ / 1e9).toFixed(9)} s`
  if (!(await sameAt(same))) return `They part at about ${instant}, but not always there.`
  for (let step = 0; step < STEPS; step++) {
    const [ofA, ofB] = [await a.step(), await b.step()]
    if (ofA.digest !== ofB.digest) {
      const same = Math.max(ofA.events, ofB.events) - 1
      return `The first ${same} events are the same. Then, in ${a.where}, ${told(ofA)} In ${b.where}, ${told(ofB)}`
    }
    if (ofA.nowNanos > differ) break
  }
  return `They part at ${instant} between two events: stepped through, all of that instant is the same.`
}

const told = ({ nowNanos, said }: Stepped): string => `${(nowNanos / 1e9).toFixed(9)} s: ${said}`
