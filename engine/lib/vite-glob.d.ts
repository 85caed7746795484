/** The one thing of the bundler that the engine relies on: it lists files, so that catalogues need no registry to edit. */
interface ImportMeta {
  glob<Module>(
    pattern: string | string[],
    options: { eager: true; query?: string; import?: string },
  ): Record<string, Module>
  glob<Module>(
    pattern: string | string[],
    options?: { query?: string; import?: string },
  ): Record<string, () => Promise<Module>>
}
