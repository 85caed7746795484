import { assert } from '../../lib/assert.ts'

/** One step of a script, by a transaction named in it; what a read returns is kept under `as`. */
export type ScriptStep =
  | { readonly by: string; readonly does: 'read'; readonly key: number; readonly as: string }
  | {
      readonly by: string
      readonly does: 'scan'
      readonly from: number
      readonly to: number
      /** Only rows with a larger value match; null: all of the range do. */
      readonly above: number | null
      readonly as: string
    }
  | {
      readonly by: string
      readonly does: 'write' | 'insert' | 'add'
      readonly key: number
      readonly value: number
    }
  | { readonly by: string; readonly does: 'delete'; readonly key: number }
  | { readonly by: string; readonly does: 'commit' }
  | { readonly by: string; readonly does: 'abort' }

/**
 * Steps parted by `;` or new lines: `T1 read 1 as balance; T1 scan 1 9 as all; T1 scan 1 9 above 15 as rich; T1 write 1 11`,
 * `T1 insert 3 30; T1 add 1 -5; T1 delete 1; T1 commit; T2 abort`. Throws at a step that is none of these.
 */
export function parseScript(text: string): readonly ScriptStep[] {
  const steps = text.split(/[;\n]/).map((step) => step.trim())
  return steps.filter((step) => step !== '').map((step) => parseStep(step.split(' ')))
}

/** A step as in a script, without its transaction. */
export function stepText(step: ScriptStep): string {
  if (step.does === 'commit' || step.does === 'abort') return step.does
  if (step.does === 'scan') {
    const range = `scan ${step.from} to ${step.to}`
    return step.above === null ? range : `${range} above ${step.above}`
  }
  if (step.does === 'read' || step.does === 'delete') return `${step.does} ${step.key}`
  return `${step.does} ${step.key}: ${step.value}`
}

function parseStep(words: readonly string[]): ScriptStep {
  const [by, does, first, second] = words
  const key = Number(first)
  const as = words[words.length - 1]
  switch (does) {
    case 'commit':
    case 'abort':
      return { by, does }
    case 'read':
      return { by, does, key, as }
    case 'scan':
      return {
        by,
        does,
        from: key,
        to: Number(second),
        above: words[4] === 'above' ? Number(words[5]) : null,
        as,
      }
    case 'write':
    case 'insert':
    case 'add':
      return { by, does, key, value: Number(second) }
    default:
      assert(does === 'delete', 'a script has only steps that are known')
      return { by, does, key }
  }
}
