/** Builds `entry` if needed and imports it into this process. */
export function importBundled(entry: string, name: string): Promise<unknown>
