import { relayOf } from '../schema/kind-shape.ts'
import type { AnyService } from './define-service.ts'

/** Whether edges may lead to a kind: it answers something, passes something on, or listens. */
export const receivesAnything = ({ understands, hears = [], ports }: AnyService): boolean =>
  understands.length > 0 || hears.length > 0 || relayOf(ports) !== null
