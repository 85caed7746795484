const TYPED_INTO = 'input, textarea, select, [contenteditable], [role=textbox], [data-keys=own]'

/** Whether keys that go to this element belong to it: somebody types there. */
export const isTypedInto = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest(TYPED_INTO) !== null
