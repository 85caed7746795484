// Runs the headless runner: bundles engine/cli once after every change of the engine, then imports the bundle.
import { importBundled } from './bundle.mjs'

process.chdir(process.env.INIT_CWD ?? process.cwd()) // files are named from where it was called
await importBundled('engine/cli/main.ts', 'sim')
