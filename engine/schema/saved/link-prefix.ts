/** How the fragment of an address begins that carries a run. */
export const LINK_PREFIX = 'run='
