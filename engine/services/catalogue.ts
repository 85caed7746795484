import type { AnyService } from './define-service.ts'

const files = import.meta.glob<{ service: AnyService }>('./*/service.ts', { eager: true })

/** Every kind by name: each folder beside this file exports one as `service` from `service.ts`. */
export const SERVICES: ReadonlyMap<string, AnyService> = new Map(
  Object.values(files).map(({ service }) => [service.kind, service]),
)
