const KEY = 'breakwater.open'

/** Notes which stored design this tab leaves open, and under which address; null when it is none. */
export function rememberOpen(id: string | null): void {
  try {
    if (id === null) sessionStorage.removeItem(KEY)
    else sessionStorage.setItem(KEY, `${id} ${location.hash}`)
  } catch {
    // A browser may shut it off: then a reload opens what the address names.
  }
}

/** The stored design that this tab had open when it was left, unless its address names something else by now. */
export function leftOpen(): string | null {
  try {
    const [id, hash] = sessionStorage.getItem(KEY)?.split(' ') ?? []
    return hash === location.hash ? id : null
  } catch {
    return null
  }
}
