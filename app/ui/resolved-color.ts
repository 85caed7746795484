let probe: HTMLElement | null = null

/** The colour that a token stands for in the present theme, for canvases, which know no custom properties. */
export function resolvedColor(token: string): string {
  if (probe === null) {
    probe = document.createElement('span')
    probe.hidden = true
    document.body.append(probe)
  }
  probe.style.color = `var(--${token})`
  return getComputedStyle(probe).color
}
