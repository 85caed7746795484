import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

type Theme = 'light' | 'dark'
type Triple = [number, number, number]

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
const pairs = new Map(
  [...css.matchAll(/--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map(
    ([, name, light, dark]) => [name, { light, dark }],
  ),
)
const THEMES: Theme[] = ['light', 'dark']
const colour = (name: string, theme: Theme): string => {
  const pair = pairs.get(name)
  if (pair === undefined) throw new Error(`tokens.css has no colour ${name}`)
  return pair[theme]
}

function linear(hex: string): Triple {
  const channel = (at: number) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [channel(1), channel(3), channel(5)]
}

/** WCAG 2.2 contrast ratio. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string) => {
    const [red, green, blue] = linear(hex)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

/** Machado, Oliveira and Fernandes 2009, severity 1. */
const EYES: Record<string, Triple[]> = {
  'ordinary eyes': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'eyes without red': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  'eyes without green': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  'eyes without blue': [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

/** Oklab coordinates of what such eyes see. */
function seen(hex: string, eyes: string): Triple {
  const rgb = linear(hex)
  const [r, g, b] = EYES[eyes].map((row) =>
    Math.min(1, Math.max(0, row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2])),
  )
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

const apart = (a: string, b: string, eyes: string): number => {
  const [p, q] = [seen(a, eyes), seen(b, eyes)]
  return 100 * Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2])
}

describe.each(THEMES)('the %s theme', (theme) => {
  it.each(['paper', 'sheet', 'raised', 'hover'])('writes legibly on %s', (ground) => {
    const words = ['ink', 'ink-soft', 'ink-faint', 'accent', 'failure', 'saturation-text', 'holds']
    const outcomes = ['accepted-text', 'rejected-text', 'hit-text', 'miss-text']
    for (const name of [...words, ...outcomes]) {
      const ratio = contrast(colour(name, theme), colour(ground, theme))
      expect(ratio, `${name} on ${ground}`).toBeGreaterThanOrEqual(4.5)
    }
  })

  it('writes legibly on tinted grounds', () => {
    const written: [string, string][] = [
      ['failure', 'failure-soft'],
      ['ink', 'failure-soft'],
      ['saturation-text', 'saturation-soft'],
      ['ink', 'saturation-soft'],
      ['accent', 'accent-soft'],
      ['holds', 'holds-soft'],
      ['on-failure', 'failure'],
      ['on-accent', 'accent'],
    ]
    for (const [ink, ground] of written) {
      const ratio = contrast(colour(ink, theme), colour(ground, theme))
      expect(ratio, `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5)
    }
  })

  it('draws marks, control borders and chart lines with contrast of three on a card', () => {
    const outcomes = ['asking', 'accepted', 'rejected', 'message', 'hit', 'miss']
    const series = [1, 2, 3, 4, 5, 6].map((number) => `series-${number}`)
    for (const name of ['line-strong', 'saturation', 'failure', ...outcomes, ...series]) {
      const ratio = contrast(colour(name, theme), colour('sheet', theme))
      expect(ratio, `${name} on sheet`).toBeGreaterThanOrEqual(3)
    }
  })

  it.each(Object.keys(EYES))('keeps meanings apart for %s', (eyes) => {
    const meanings = [
      ['failure', 'saturation'],
      ['failure', 'accepted'],
      ['failure', 'rejected'],
      ['failure', 'asking'],
      ['failure', 'accent'],
      ['accepted', 'rejected'],
      ['accepted', 'asking'],
      ['rejected', 'asking'],
      ['hit', 'miss'],
      ['saturation', 'asking'],
      ['saturation', 'accent'],
    ]
    for (const [a, b] of meanings) {
      const distance = apart(colour(a, theme), colour(b, theme), eyes)
      expect(distance, `${a} and ${b}`).toBeGreaterThan(8)
    }
  })
})
