import { INVARIANTS } from '../../checks/catalogue.ts'
import { assemble } from '../../run/assemble.ts'
import type { World } from '../../run/world.ts'
import type { Design } from '../../schema/design.ts'
import { SERVICES } from '../../services/catalogue.ts'

/** A design put together as the page does it, nothing run yet. */
export const worldOf = ({ document, switches }: Pick<Design, 'document' | 'switches'>, seed: number): World =>
  assemble(document, { kinds: SERVICES, invariants: INVARIANTS, seed, switches })
