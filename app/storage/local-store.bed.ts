import type { LocalStore } from './local-store.ts'

/** A `localStorage` of its own, on what is given. */
export const storeOf = (values: Map<string, string>): LocalStore => ({
  getItem: (key) => values.get(key) ?? null,
  setItem: (key, value) => void values.set(key, value),
  removeItem: (key) => void values.delete(key),
  keys: () => [...values.keys()],
})
