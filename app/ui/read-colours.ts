/** What tokens come to on the page as it is now, for drawing on a canvas: `var(--failure)` in the present theme. */
export function readColours(within: HTMLElement, tokens: readonly string[]): string[] {
  const probe = document.createElement('span')
  probe.style.display = 'none'
  ;(within.parentElement ?? document.body).append(probe)
  const colours = tokens.map((token) => {
    probe.style.color = `var(${token})`
    return getComputedStyle(probe).color
  })
  probe.remove()
  return colours
}
