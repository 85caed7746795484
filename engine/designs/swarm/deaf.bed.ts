import type { Nanos } from '../../lib/units.ts'
import { SERVICES } from '../../services/catalogue.ts'
import type { Context } from '../../services/context.ts'

type Handler = (...args: unknown[]) => void

/** All kinds, but one whose nodes hear nothing from an instant on: no message, no answer, no timer. Whoever asks them is still answered. */
export function withDeaf(kind: string, from: Nanos, nodes: (id: string) => boolean = () => true) {
  const spec = SERVICES.get(kind)!
  const deafened = (handler: Handler): Handler => {
    return (...args) => {
      const ctx = args.at(-1) as Context<never, never, never, never>
      if (ctx.now < from || !nodes(ctx.node.id)) handler(...args)
    }
  }
  const hears = (handlers: object | undefined, names: readonly string[]) =>
    Object.fromEntries(
      Object.entries(handlers ?? {}).map(([name, handler]) => [
        name,
        names.includes(name) ? deafened(handler as Handler) : (handler as Handler),
      ]),
    )
  const broken = {
    ...spec,
    on: hears(spec.on, ['message', 'reply', 'worked']),
    timers: hears(spec.timers, Object.keys(spec.timers ?? {})),
  }
  return new Map([...SERVICES, [kind, broken]])
}
