import { expect, test } from 'vitest'
import { INVARIANTS } from '../engine/checks/catalogue.ts'
import { isInvariant, loadInvariants } from './load-invariants.ts'

test('every invariant of the catalogue is found by its name alone', async () => {
  const loaded = await loadInvariants(INVARIANTS.keys())
  expect(loaded.size).toBeGreaterThan(30)
  expect([...loaded]).toEqual([...INVARIANTS])
})

test('what is not there is refused with those that are', async () => {
  expect(isInvariant('no-such-promise')).toBe(false)
  await expect(loadInvariants(['no-such-promise'])).rejects.toThrow(
    /^There is no invariant "no-such-promise"; the invariants are .*no-double-booking/,
  )
})
