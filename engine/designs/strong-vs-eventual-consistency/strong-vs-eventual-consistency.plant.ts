import { scenarioPlants } from '../scenario-plant.bed.ts'
import { design } from './design.ts'

export const plants = scenarioPlants(design, [
  {
    name: 'reads-from-own-copy',
    protocol: 'replicated log',
    bug: 'A replica answers reads from what it has applied, and asks nobody whether there is more.',
    checker: 'linearizable',
    plant: { do: 'switch', name: 'mode', to: 'sequential' },
    scenario: 'steady',
  },
])
