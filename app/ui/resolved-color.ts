const known = new Map<string, string>()
let probe: HTMLElement | null = null

/**
 * The colour that a token (`--failure`) stands for, for canvases, which know no custom properties. `dark` says which theme the
 * page is in now; each theme is asked once.
 */
export function resolvedColor(token: string, dark: boolean): string {
  const key = `${token} ${dark}`
  const kept = known.get(key)
  if (kept !== undefined) return kept
  if (probe === null) {
    probe = document.createElement('span')
    probe.hidden = true
    document.body.append(probe)
  }
  probe.style.color = `var(${token})`
  const color = getComputedStyle(probe).color
  known.set(key, color)
  return color
}
