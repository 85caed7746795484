/** Whoever sends this hears from now on what others publish. Sent again and again: a channel that restarts remembers nobody. */
export interface Subscribe {
  readonly type: 'subscribe'
}

/** Something for everybody but the sender. */
export interface Published {
  readonly type: 'published'
  readonly content: unknown
}

export type ChannelMessage = Subscribe | Published
