import { tellConfiguration } from '../../algorithms/consensus/raft/configuration.ts'
import type { RaftNotice } from '../../algorithms/consensus/raft/output.ts'
import type { RaftContext } from './raft-host.ts'

const CAUSES = {
  'higher-term': 'a later term has begun',
  'quorum-lost': 'no majority answers',
  removed: 'it no longer belongs to the group',
} as const

/** Puts what people want to know on the time line, and counts what happens often. */
export function tellNotice(notice: RaftNotice, names: readonly string[], ctx: RaftContext): void {
  switch (notice.type) {
    case 'campaign':
      return notice.probe ? undefined : ctx.count('campaigns')
    case 'became-leader':
      ctx.count('elections')
      return ctx.mark(`leads term ${notice.term}`)
    case 'stepped-down':
      return ctx.mark(`no longer leads term ${notice.term}: ${CAUSES[notice.cause]}`)
    case 'snapshot-installed':
      ctx.count('installs')
      return ctx.mark(`gets a snapshot from ${names[notice.from]}, up to entry ${notice.index}`)
    case 'configuration':
      return ctx.mark(`goes by the group ${tellConfiguration(notice.configuration, names)}`)
    case 'transfer':
      return ctx.mark(`hands over to ${names[notice.to]}`)
    case 'contradicted':
      return ctx.mark(`stops: its leader contradicts entry ${notice.index}, which is committed here`)
    case 'truncated':
    case 'follows':
      return
  }
}
