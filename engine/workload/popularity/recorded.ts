import { assert } from '../../lib/assert.ts'
import type { PopularitySpec } from '../popularity.ts'
import { ReplayedKeys } from '../replayed-keys.ts'

/** The keys of a recording, in its order. */
export const popularity: PopularitySpec = {
  name: 'recorded',
  title: 'as recorded',
  make({ recording }) {
    assert(recording !== null, 'keys are replayed from a recording')
    return new ReplayedKeys(recording.keys)
  },
}
