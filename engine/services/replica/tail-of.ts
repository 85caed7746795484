import type { RegisterCommand } from '../../algorithms/consensus/log-register.ts'
import type { LogLine } from './hosted.ts'

const TAIL_LINES = 8

/** The newest commands of a log, of which the first given stands after `base` others. */
export function tailOf(commands: readonly (RegisterCommand | null)[], base: number): LogLine[] {
  const from = Math.max(0, commands.length - TAIL_LINES)
  return commands.slice(from).map((command, i) => ({
    at: String(base + from + i + 1),
    epoch: 0,
    text: textOf(command),
  }))
}

function textOf(command: RegisterCommand | null): string {
  if (command === null) return 'nothing, to fill a gap'
  return command.value === undefined ? `read ${command.key}` : `${command.key} = ${String(command.value)}`
}
