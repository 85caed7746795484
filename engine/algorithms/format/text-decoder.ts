import { DecodeUTF8 } from 'fflate'

/** Bytes to text, piece by piece, wherever they were cut. Bytes that are no UTF-8 become U+FFFD. A byte order mark is left out. */
export class TextReader {
  #text = ''
  #first = true
  readonly #decoder = new DecodeUTF8((text) => (this.#text += text))

  push(bytes: Uint8Array): string {
    this.#decoder.push(bytes, false)
    return this.#take()
  }

  end(): string {
    try {
      this.#decoder.push(new Uint8Array(0), true)
    } catch {
      this.#text += '\uFFFD' // the last letter is cut off, which the library takes for a mistake of ours
    }
    return this.#take()
  }

  #take(): string {
    let text = this.#text
    this.#text = ''
    if (this.#first && text !== '') {
      this.#first = false
      if (text.startsWith('\uFEFF')) text = text.slice(1)
    }
    return text
  }
}
