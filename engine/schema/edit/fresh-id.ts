/** An id that nothing has yet: the wish itself, or with the first number behind it that is free. */
export function freshId(wish: string, taken: (id: string) => boolean): string {
  if (!taken(wish)) return wish
  const stem = wish.replace(/-\d+$/, '')
  for (let number = 2; ; number++) if (!taken(`${stem}-${number}`)) return `${stem}-${number}`
}
