// What a person waits for, and how smoothly the page draws: every row with the target that it is held to.
import { openBuiltPage } from '../../built-page.mjs'
import { addedNode } from './added-node.mjs'
import { controlToEffect } from './control-to-effect.mjs'
import { draggedNode } from './dragged-node.mjs'
import { firstDesign } from './first-design.mjs'
import { flights } from './flights.mjs'
import { failedRow } from './page-row.mjs'
import { sharedLink } from './shared-link.mjs'

/** Rows of the page's suite. One that cannot be measured says why, and the others go on. */
export async function benchPage({ quick, tell }) {
  const built = await openBuiltPage()
  const rows = []
  try {
    for (const { name, measure } of measurements(quick)) {
      const row = await measure(built).catch((error) => failedRow(name, error))
      rows.push(row)
      tell(row)
    }
  } finally {
    await built.close()
  }
  return rows
}

function measurements(quick) {
  const times = (few, many) => (quick ? few : many)
  const sizes = quick
    ? [
        [60, 1_000],
        [200, 5_000],
      ]
    : [60, 200, 500].flatMap((nodes) => [1_000, 5_000].map((dots) => [nodes, dots]))
  const seconds = times(3, 8)
  return [
    { name: 'first design runs', measure: (built) => firstDesign(built, times(2, 7)) },
    {
      name: '60 nodes, 1000 dots, at 1×',
      measure: (built) => flights(built, { nodes: 60, dots: 1_000, speed: 1, seconds }),
    },
    ...sizes.flatMap(([nodes, dots]) =>
      [false, true].map((panned) => ({
        name: `${nodes} nodes, ${dots} dots`,
        measure: (built) => flights(built, { nodes, dots, panned, seconds }),
      })),
    ),
    { name: 'control moved', measure: (built) => controlToEffect(built, times(5, 25)) },
    { name: 'added node shown', measure: (built) => addedNode(built, times(4, 15)) },
    { name: 'dragging a node', measure: (built) => draggedNode(built, { nodes: 200, seconds }) },
    { name: 'shared link opened', measure: (built) => sharedLink(built, times(1, 3)) },
  ]
}
