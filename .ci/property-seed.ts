import fc from 'fast-check'

/**
 * The seed of every property: the same in each `npm test`, so that what passed here passes there, and a new one in
 * `npm run test:long`, which is where new cases are looked for. A failure prints its seed in either.
 */
const seed = process.env['BREAKWATER_LONG'] ? Date.now() : 20_261_127

fc.configureGlobal({ seed })
