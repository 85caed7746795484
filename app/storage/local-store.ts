/** The part of `localStorage` that the page uses. */
export type LocalStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> & { keys(): string[] }

/** `localStorage`, or nothing: a browser may shut it off, where even naming it throws, and it may be full. */
export const localStore: LocalStore = {
  getItem: (key) => attempted(() => localStorage.getItem(key), null),
  setItem: (key, value) => attempted(() => localStorage.setItem(key, value), undefined),
  removeItem: (key) => attempted(() => localStorage.removeItem(key), undefined),
  keys: () => attempted(() => Object.keys(localStorage), []),
}

function attempted<Result>(attempt: () => Result, otherwise: Result): Result {
  try {
    return attempt()
  } catch {
    return otherwise
  }
}
