// Builds the C++ peer when there is a compiler.
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Runs a workload in the compiled peer: operations a second. Null, said on standard error, when there is no compiler. */
export function compiledPeer() {
  const folder = join(root, 'node_modules/.cache/breakwater')
  mkdirSync(folder, { recursive: true })
  const program = join(folder, 'bench-peer')
  const source = join(root, 'engine/bench/kernel/peer.cpp')
  const built = spawnSync('g++', ['-O3', '-march=native', '-std=c++17', source, '-o', program])
  if (built.status !== 0) {
    console.error('No g++ here: the compiled peer is skipped.')
    return null
  }
  return (workload, count) => {
    const { status, stdout } = spawnSync(program, [workload, String(count)], { encoding: 'utf8' })
    if (status !== 0) throw new Error(`The compiled peer knows no workload "${workload}".`)
    return Number(stdout.split(' ')[0])
  }
}
