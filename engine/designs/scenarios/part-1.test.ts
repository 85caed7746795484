import { walkScenarios } from '../scenarios.bed.ts'

walkScenarios(0, 4)
