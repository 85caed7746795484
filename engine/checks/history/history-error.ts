import { InputError } from '../../schema/input-error.ts'

/** A history that cannot be checked as it stands. The message is one sentence that names the line and says what to do. */
export class HistoryError extends InputError {
  override name = 'HistoryError'
  constructor(
    /** The offending line, from 1; 0 when it is no line of the file. */
    readonly line: number,
    complaint: string,
  ) {
    super(line === 0 ? complaint : `Line ${line}: ${complaint}`)
  }
}
