import { walkScenarios } from '../scenarios.bed.ts'

walkScenarios(1, 4)
