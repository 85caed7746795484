import { scenarioPlants, type ScenarioBug } from '../scenario-plant.bed.ts'
import { design } from './design.ts'
import { flip } from '../scenario-steps.ts'

const BUGS: readonly ScenarioBug[] = [
  {
    name: 'hints-not-handed-over',
    protocol: 'quorum store',
    bug: 'Whoever stands in for an owner keeps what it has taken for it, also when the owner is back.',
    checker: 'acknowledged-versions-survive',
    plant: flip('handoff', 'off'),
    scenario: 'no handoff',
  },
  {
    name: 'stand-ins-count',
    protocol: 'quorum store',
    bug: 'Nodes that stand in for owners count for quorums, which then need not meet.',
    checker: 'store-is-linearizable',
    plant: flip('quorum', 'sloppy'),
    scenario: 'not like one copy',
    also: [flip('reads', 'written-back'), flip('quorum', 'strict')],
  },
]

export const plants = scenarioPlants(design, BUGS)
