import { Kernel } from '../kernel/kernel.ts'
import { ms, type Nanos } from '../lib/units.ts'
import type { AnyInvariant } from '../checks/define-invariant.ts'
import type { Document } from '../schema/document.ts'
import type { Switch } from '../schema/design.ts'
import type { AnyService } from '../services/define-service.ts'
import type { Recording } from '../workload/recording.ts'
import { CheckRunner } from './check-runner.ts'
import { RunningGraph } from './graph/running-graph.ts'
import { RunRecorder } from './run-recorder.ts'
import { Timeline } from './timeline.ts'
import { World } from './world.ts'

export interface AssembleOptions {
  /** At least the kinds that the document names. */
  kinds: ReadonlyMap<string, AnyService>
  /** At least those that the document names. */
  invariants: ReadonlyMap<string, AnyInvariant>
  seed: number
  switches?: Readonly<Record<string, Switch>>
  /** How much simulated time one reading of the time line covers. */
  readingNanos?: Nanos
  /** What nodes are to replay, by their ids. */
  recordings?: Readonly<Record<string, Recording>>
}

/** Puts a document together so that it can run. The one place where that happens, for the page, the tests and the command line. */
export function assemble(document: Document, options: AssembleOptions): World {
  const kernel = new Kernel(options.seed)
  const graph = new RunningGraph(kernel, document, options)
  const { behaviours, links } = graph
  const checks = new CheckRunner(options.invariants, document.invariants, behaviours, kernel.scheduler)
  const recorder = new RunRecorder(kernel, checks)
  kernel.observer = recorder
  const timeline = new Timeline({ kernel, recorder, behaviours }, options.readingNanos ?? ms(100))
  return new World({
    graph,
    switches: options.switches ?? {},
    kernel,
    behaviours,
    links,
    recorder,
    checks,
    timeline,
  })
}
