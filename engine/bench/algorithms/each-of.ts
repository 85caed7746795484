import type { Work } from '../measure.ts'

/** What was answered last. It is kept where anybody may look, so that no engine takes the work for idle and leaves it out. */
export const kept: { answer: unknown } = { answer: undefined }

/** Goes round in a list, from where it stopped. */
export function eachOf<Item>(list: ArrayLike<Item>, use: (item: Item, at: number) => unknown): Work {
  let next = 0
  return (count) => {
    for (let i = 0; i < count; i++) {
      kept.answer = use(list[next], next)
      if (++next === list.length) next = 0
    }
  }
}
