import { LatestMap } from '../../lib/latest-map.ts'
import { seconds } from '../client-answer.ts'
import { defineInvariant, type CheckContext, type Violation } from '../define-invariant.ts'

/** A service has taken a step of a saga, or has taken it back. */
interface StepFact {
  saga: number
  step: number
  effect: 'apply' | 'revert'
}
interface EndFact {
  saga: number
  outcome: 'completed' | 'compensated' | 'abandoned'
}

interface Course {
  /** By step: how often it stands. */
  counts: number[]
  texts: string[]
  outcome: EndFact['outcome'] | null
}

interface State {
  sagas: LatestMap<number, Course>
}

/** Sagas that are remembered: late copies of their messages come within seconds. */
const REMEMBERED = 10_000

export const invariant = defineInvariant<State>({
  name: 'sagas-end-whole',
  title: 'A saga is done or undone',
  doc: 'Every step of a saga takes effect once, and is taken back once; a saga that has ended has done all of its steps or none.',
  start: () => ({ sagas: new LatestMap(REMEMBERED) }),
  on: {
    'saga-step'(state, { saga, step, effect }: StepFact, node, ctx) {
      const course = courseOf(state, saga)
      const { counts, texts } = course
      while (counts.length <= step) counts.push(0)
      counts[step] += effect === 'apply' ? 1 : -1
      const verb = effect === 'apply' ? 'takes' : 'takes back'
      texts.push(`${seconds(ctx.now)}: ${node} ${verb} step ${step + 1} of saga ${saga}`)
      if (counts[step] > 1) return blame(course, `Step ${step + 1} of saga ${saga} took effect twice.`, node)
      if (counts[step] < 0)
        return blame(
          course,
          `Step ${step + 1} of saga ${saga} was taken back more often than it was done.`,
          node,
        )
      return course.outcome === null ? null : whole(saga, course, node)
    },
    'saga-ended'(state, { saga, outcome }: EndFact, node, ctx: CheckContext) {
      const course = courseOf(state, saga)
      course.outcome = outcome
      course.texts.push(`${seconds(ctx.now)}: ${node} says that saga ${saga} is ${outcome}`)
      return whole(saga, course, node)
    },
  },
})

function courseOf({ sagas }: State, saga: number): Course {
  let course = sagas.get(saga)
  if (course === undefined) {
    sagas.set(saga, (course = { counts: [], texts: [], outcome: null }))
  }
  return course
}

/** What an ended saga has left behind. */
function whole(saga: number, course: Course, node: string): Violation | null {
  const { counts, outcome } = course
  if (outcome === 'completed') {
    const missing = counts.findIndex((count) => count !== 1)
    if (missing === -1) return null
    return blame(course, `Saga ${saga} is completed without its step ${missing + 1}.`, node)
  }
  const left = counts.findIndex((count) => count !== 0)
  if (left === -1) return null
  return blame(course, `Saga ${saga} is ${outcome}, and its step ${left + 1} still stands.`, node)
}

function blame({ texts }: Course, says: string, node: string): Violation {
  return { says, operations: [...texts], nodes: [node] }
}
