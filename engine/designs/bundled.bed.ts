import { importBundled } from '../../.ci/bundle.mjs'
import type * as WholeEngine from './whole-engine.bed.ts'

/**
 * The engine as one module, for tests that simulate for long: a test runner's way of calling from module to module takes three times as
 * long. What comes from here and what is imported as ever do not know each other's classes.
 */
export const bundled = (await importBundled(
  'engine/designs/whole-engine.bed.ts',
  'whole-engine',
)) as typeof WholeEngine
