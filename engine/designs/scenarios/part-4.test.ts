import { walkScenarios } from '../scenarios.bed.ts'

walkScenarios(3, 4)
