// Runs the headless runner: bundles engine/cli once after every change of the engine, then imports the bundle.
import { runBundled } from './bundle.mjs'

await runBundled('engine/cli/main.ts', 'sim')
