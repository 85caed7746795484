import { GenericView } from '../generic-view.tsx'
import type { ViewProps } from '../node-view.tsx'
import { LevelsPicture, type Engine } from './levels-picture.tsx'
import { RingPicture, type Member } from './ring-picture.tsx'

/** Inside a storage node: the ring as it sees it, its engine, and what is under way. */
export default function StorageNodeView({ snapshot }: ViewProps) {
  const { self, arcs, shares, members, hints, engine, keys, pendingWrites, pendingReads, changing } = snapshot
  return (
    <>
      <RingPicture
        self={self as string}
        arcs={arcs as string[]}
        shares={shares as { node: string; share: number }[]}
        members={members as Member[]}
        hints={hints as { for: string; count: number }[]}
      />
      <LevelsPicture engine={engine as Engine} />
      <GenericView snapshot={{ keys, pendingWrites, pendingReads, 'ring is changing': changing }} />
    </>
  )
}
