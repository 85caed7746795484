import { InputError } from '../schema/input-error.ts'
import type { Estimate } from '../schema/design.ts'

/**
 * Works estimates out: constants as given, formulas from the values of other estimates. Formulas know + - * / ( ) and numbers.
 * Throws an InputError for an unknown name, a circle or a formula that cannot be read.
 */
export function evaluateEstimates(estimates: Readonly<Record<string, Estimate>>): Map<string, number> {
  const values = new Map<string, number>()
  const open = new Set<string>()
  const valueOf = (name: string): number => {
    const known = values.get(name)
    if (known !== undefined) return known
    const estimate = estimates[name]
    if (estimate === undefined) throw new InputError(`An estimate refers to "${name}", which does not exist.`)
    if (open.has(name)) throw new InputError(`The estimate "${name}" is worked out from itself.`)
    open.add(name)
    const value =
      typeof estimate.value === 'number'
        ? estimate.value
        : new Formula(estimate.value.formula, valueOf).result()
    values.set(name, value)
    return value
  }
  for (const name of Object.keys(estimates)) valueOf(name)
  return values
}

/** Recursive descent over sum, product and factor. */
class Formula {
  readonly #tokens: string[]
  #at = 0

  constructor(
    readonly text: string,
    readonly valueOf: (name: string) => number,
  ) {
    this.#tokens = text.match(/[A-Za-z][A-Za-z0-9]*|\d[\d_]*(?:\.\d+)?(?:e\d+)?|[-+*/()]|\S/g) ?? []
  }

  result(): number {
    const value = this.#sum()
    if (this.#at < this.#tokens.length) this.#complain()
    return value
  }

  #sum(): number {
    let value = this.#product()
    while (this.#peek() === '+' || this.#peek() === '-')
      value += this.#next() === '+' ? this.#product() : -this.#product()
    return value
  }

  #product(): number {
    let value = this.#factor()
    while (this.#peek() === '*' || this.#peek() === '/') {
      if (this.#next() === '*') value *= this.#factor()
      else value /= this.#factor()
    }
    return value
  }

  #factor(): number {
    const token = this.#next()
    if (token === '-') return -this.#factor()
    if (token === '(') {
      const value = this.#sum()
      if (this.#next() !== ')') this.#complain()
      return value
    }
    if (token !== undefined && /^\d/.test(token)) return Number(token.replaceAll('_', ''))
    if (token !== undefined && /^[A-Za-z]/.test(token)) return this.valueOf(token)
    return this.#complain()
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at]
  }
  #next(): string | undefined {
    return this.#tokens[this.#at++]
  }
  #complain(): never {
    throw new InputError(
      `The formula "${this.text}" cannot be read near "${this.#tokens[this.#at - 1] ?? 'its end'}".`,
    )
  }
}
