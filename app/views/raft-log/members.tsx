import css from './raft-log.module.css'

export interface Group {
  voters: string[]
  outgoing: string[]
  learners: string[]
}

/** Who decides: one set of voters, or two together while the group is being changed; and who is only learning yet. */
export function Members({ group: { voters, outgoing, learners } }: { group: Group }) {
  const isJoint = outgoing.length > 0
  return (
    <div>
      <h4 className={css.title}>
        The group{' '}
        <span className={css.faint}>
          {isJoint ? 'is being changed: a majority of both sets decides' : 'a majority of its voters decides'}
        </span>
      </h4>
      <dl className={css.members}>
        <Set title={isJoint ? 'New voters' : 'Voters'} members={voters} />
        {isJoint && <Set title="Old voters" members={outgoing} />}
        {learners.length > 0 && <Set title="Learning" members={learners} />}
      </dl>
    </div>
  )
}

function Set({ title, members }: { title: string; members: string[] }) {
  return (
    <div>
      <dt>{title}</dt>
      {members.map((member) => (
        <dd key={member}>{member}</dd>
      ))}
    </div>
  )
}
