const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it may stand in HTML and SVG, in and outside of attributes. Control characters, which XML forbids, become spaces. */
export const escapeMarkup = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- those are what is looked for
  text.replace(/[\u0000-\u001f\u007f]/g, ' ').replace(/[&<>"']/g, (character) => ENTITIES[character])
