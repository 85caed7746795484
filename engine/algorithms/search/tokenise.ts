/**
 * The words of a text in lower case, in order: runs of letters and digits of any script. What separates is read off the code: in ASCII all but
 * letters and digits, beyond it the blocks of punctuation. No table of Unicode classes is asked, since those grow with each engine.
 */
export function tokenise(text: string): string[] {
  const lower = text.toLowerCase()
  const words: string[] = []
  let start = -1
  for (let at = 0; at < lower.length; at++) {
    if (isOfWord(lower.charCodeAt(at))) {
      if (start < 0) start = at
    } else if (start >= 0) {
      words.push(lower.slice(start, at))
      start = -1
    }
  }
  if (start >= 0) words.push(lower.slice(start))
  return words
}

function isOfWord(code: number): boolean {
  if (code < 128)
    return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90)
  if (code < 0xc0) return code === 0xaa || code === 0xb5 || code === 0xba // ª µ º
  if (code === 0xd7 || code === 0xf7) return false // × ÷
  const punctuation = (code >= 0x2000 && code <= 0x206f) || (code >= 0x3000 && code <= 0x303f)
  return !punctuation && !(code >= 0xff00 && code <= 0xff0f) && code !== 0xfeff && code !== 0x1680
}
