import type { Document } from '../../engine/schema/document.ts'
import type { KindShapes } from '../../engine/schema/kind-shape.ts'
import { around, cardAt, type Rect } from '../canvas/geometry.ts'
import { routeEdges } from '../canvas/route-edges.ts'
import { escapeMarkup } from './escape-markup.ts'

/** The light theme's paper and ink: a picture stands in other people's documents. */
const INK = {
  paper: '#f3f4f1',
  card: '#ffffff',
  line: '#838d93',
  ink: '#18212b',
  soft: '#46525e',
  region: '#e8eae6',
}
const FONT = 'system-ui, "Segoe UI", Roboto, sans-serif'
const MARGIN = 40

/** A design as a picture of its own: an SVG document that needs nothing else. `plain` leaves out what is too small to read in a list. */
export function pictureSvg(document: Document, kinds: KindShapes, form: 'whole' | 'plain' = 'whole'): string {
  const cards = new Map(Object.entries(document.nodes).map(([id, { at }]) => [id, cardAt(at)]))
  const routes = routeEdges(cards, document.edges)
  const { x, y, width, height } =
    cards.size === 0 ? { x: 0, y: 0, width: 400, height: 240 } : around([...cards.values()], MARGIN)
  const edges = document.edges.map(({ id }) => routes.get(id)).filter((route) => route !== undefined)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${x} ${y} ${width} ${height}" width="${width}" height="${height}" role="img" font-family='${FONT}'>`,
    `<title>${escapeMarkup(document.title)}</title>`,
    `<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8" fill="none" stroke="${INK.line}" stroke-width="1.4"/></marker></defs>`,
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${INK.paper}"/>`,
    ...regions(document, cards, form),
    ...edges.map(
      ({ d }) =>
        `<path d="${d}" fill="none" stroke="${INK.line}" stroke-width="1.6" marker-end="url(#tip)"/>`,
    ),
    ...[...cards].map(([id, rect]) => card(document, id, rect, kinds, form)),
    '</svg>',
  ].join('\n')
}

function card(
  document: Document,
  id: string,
  rect: Rect,
  kinds: KindShapes,
  form: 'whole' | 'plain',
): string {
  const { label, kind } = document.nodes[id]
  const { x, y, width, height } = rect
  const box = `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8" fill="${INK.card}" stroke="${INK.line}"/>`
  if (form === 'plain') return box
  const title = kinds.get(kind)?.title ?? kind
  const middle = y + height / 2
  return [
    box,
    `<text x="${x + 16}" y="${middle - 4}" font-size="15" font-weight="600" fill="${INK.ink}">${escapeMarkup(shortened(label, 22))}</text>`,
    `<text x="${x + 16}" y="${middle + 16}" font-size="12" fill="${INK.soft}">${escapeMarkup(shortened(title, 28))}</text>`,
  ].join('')
}

function regions(document: Document, cards: ReadonlyMap<string, Rect>, form: 'whole' | 'plain'): string[] {
  const members = new Map<string, Rect[]>()
  for (const [id, { region = '' }] of Object.entries(document.nodes)) {
    if (region !== '') members.set(region, [...(members.get(region) ?? []), cards.get(id)!])
  }
  return [...members].map(([name, rects]) => {
    const { x, y, width, height } = around(rects, 24)
    const box = `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="12" fill="${INK.region}" stroke="${INK.line}" stroke-dasharray="4 4"/>`
    const said = `<text x="${x + 12}" y="${y + 16}" font-size="11" fill="${INK.soft}">${escapeMarkup(name.replace(/^\//, ''))}</text>`
    return form === 'plain' ? box : box + said
  })
}

const shortened = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text
