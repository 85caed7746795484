/** What we use of papaparse. The types of the package bring those of Node along, and with them its clocks and timers. */
declare namespace Papa {
  interface ParseResult<Row> {
    data: Row[]
    errors: { row?: number; message: string }[]
    meta: { cursor: number; delimiter: string }
  }
  class Parser {
    constructor(config: {
      newline: '\n' | '\r\n'
      delimiter: string
      /** Hears each record by itself. */
      step?: (record: ParseResult<string[]>) => void
    })
    /** Nothing more is parsed: for `step`. */
    abort(): void
    parse(text: string, baseIndex: number, ignoreLastRow: boolean): unknown
  }
  /** Without a `delimiter` it is guessed from the first lines, among `delimitersToGuess`. */
  function parse(
    text: string,
    config: { newline: '\n' | '\r\n'; preview: number; delimitersToGuess: readonly string[] },
  ): ParseResult<string[]>
  function unparse(
    rows: readonly Readonly<Record<string, string>>[],
    config: { columns: string[]; newline: '\n' | '\r\n'; delimiter?: string },
  ): string
}
export default Papa
