import { INITIAL_ROWS, rowText, valueWritten } from './programs.bed.ts'
import type { CommittedProgram, ProgramRow, ProgramStep } from './programs.bed.ts'

/**
 * The definition of serializable, by brute force: the programs run one after another in each possible order on a plain
 * map, until some order shows each of them what it saw and ends in the same state.
 * Paper: Papadimitriou, "The serializability of concurrent database updates" (1979). Compare: cycles in the graph of
 * dependencies, which need to be known. Cost: O(n!) for n programs. Invariant: an order found explains the run.
 */
export function serialOrderOf(
  programs: readonly CommittedProgram[],
  final: string,
  order: readonly CommittedProgram[] = [],
): readonly CommittedProgram[] | undefined {
  if (programs.length === 0) return explains(order, final) ? order : undefined
  for (const next of programs) {
    const rest = programs.filter((other) => other !== next)
    const found = serialOrderOf(rest, final, [...order, next])
    if (found !== undefined) return found
  }
  return undefined
}

/** Whether running the programs in this order shows each of them what it saw, and ends in the same state. */
export function explains(order: readonly CommittedProgram[], final: string): boolean {
  const rows = new Map(INITIAL_ROWS)
  for (const { steps, observed } of order) {
    const seen: string[] = []
    for (const step of steps) {
      const result = performAlone(rows, step, seen)
      if (result !== observed[seen.length]) return false
      seen.push(result)
    }
  }
  return rowsText(rows, 0, 5) === final
}

function performAlone(rows: Map<number, ProgramRow>, step: ProgramStep, seen: readonly string[]): string {
  if (step.op === 'scan') return rowsText(rows, step.from, step.to)
  const row = rows.get(step.key)
  if (step.op === 'read' || step.op === 'lock') return rowText(row)
  if (step.op === 'insert') {
    const taken = step.tag !== null && [...rows.values()].some(({ tag }) => tag === step.tag)
    if (row !== undefined || taken) return 'violation'
    rows.set(step.key, { value: valueWritten(seen), tag: step.tag })
    return '1'
  }
  if (row === undefined || (step.op === 'add' && row.value < step.atLeast)) return '0'
  if (step.op === 'delete') rows.delete(step.key)
  else rows.set(step.key, { ...row, value: step.op === 'add' ? row.value + step.by : valueWritten(seen) })
  return '1'
}

function rowsText(rows: ReadonlyMap<number, ProgramRow>, from: number, to: number): string {
  const inRange = [...rows].filter(([key]) => key >= from && key <= to).sort(([a], [b]) => a - b)
  return inRange.map(([key, row]) => `${key}:${rowText(row)}`).join()
}
