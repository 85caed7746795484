import { walkScenarios } from '../scenarios.bed.ts'

walkScenarios(2, 4)
