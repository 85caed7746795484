import { readFileSync } from 'node:fs'
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { InputError } from '../schema/input-error.ts'

/** Parses a command's arguments; what is wrong with them becomes an InputError. */
export function parse<T extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: T,
): ReturnType<typeof parseArgs<{ options: T; allowPositionals: true; strict: true }>> {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true })
  } catch (error) {
    const says = error instanceof Error ? error.message.split('. ')[0] : String(error)
    const names = Object.keys(options).map((name) => `--${name}`)
    throw new InputError(`${says}; the options are ${names.join(', ')}.`)
  }
}

/** A whole number in a range, from the command line. */
export function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= min && value <= max) return value
  throw new InputError(`${name} must be a whole number from ${min} to ${max}, not "${text}".`)
}

/** Reads a file that a person named. */
export function readInput(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    const why = code === 'ENOENT' ? 'does not exist' : code === 'EISDIR' ? 'is a folder' : 'cannot be read'
    throw new InputError(`The file "${path}" ${why}; give the path of a file.`)
  }
}
