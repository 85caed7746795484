import type { Command } from '../../schema/document.ts'

/**
 * The fewest of the commands that still fail: faults are left out one after the other, with what lifts them, for as long as what is
 * left fails. Every fault of the answer is needed.
 */
export function shrink(
  commands: readonly Command[],
  fails: (fewer: readonly Command[]) => boolean,
): readonly Command[] {
  let least = commands
  for (let smaller = true; smaller;) {
    smaller = false
    for (const id of new Set(least.map(idOf))) {
      const fewer = least.filter((command) => idOf(command) !== id)
      if (fewer.length === least.length || !fails(fewer)) continue
      least = fewer
      smaller = true
    }
  }
  return least
}

const idOf = ({ action }: Command): string | null =>
  action.do === 'inject' || action.do === 'lift' ? action.id : null

/** The fewest switches that must be away from their defaults for it to fail still. */
export function shrinkSetting(
  setting: Readonly<Record<string, string>>,
  fails: (fewer: Readonly<Record<string, string>>) => boolean,
): Readonly<Record<string, string>> {
  let least = setting
  for (const name of Object.keys(setting)) {
    const { [name]: _put, ...fewer } = least
    if (fails(fewer)) least = fewer
  }
  return least
}
