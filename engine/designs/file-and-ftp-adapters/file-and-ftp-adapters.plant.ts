import { scenarioPlants, type ScenarioBug } from '../scenario-plant.bed.ts'
import { design } from './design.ts'
import { flip, set } from '../scenario-steps.ts'

const BUGS: readonly ScenarioBug[] = [
  {
    name: 'half-an-upload-taken-for-whole',
    protocol: 'files',
    bug: 'A file is stored under its final name while it is written, and read before it is whole.',
    checker: 'files-arrive-byte-exact',
    plant: flip('publish', 'in-place'),
    scenario: 'stored in place',
  },
  {
    name: 'chunk-appended-again',
    protocol: 'files',
    bug: 'What is loaded again is inserted instead of replaced.',
    checker: 'load-is-idempotent',
    plant: flip('loading', 'append'),
    scenario: 'run twice',
    also: [set('adapter', 'runs', 2)],
  },
  {
    name: 'rejects-dropped',
    protocol: 'files',
    bug: 'Rows that cannot be loaded are skipped, and nobody is told.',
    checker: 'rejected-rows-kept',
    plant: flip('rejects', 'drop'),
    scenario: 'malformed rows',
    also: [set('partner', 'malformedShare', 0.1)],
  },
]

export const plants = scenarioPlants(design, BUGS)
