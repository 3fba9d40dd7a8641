/** What Node has to be told to run TypeScript, in whatever folder it starts. */
export const runTypeScript = ['--import', new URL('../../scripts/blank.mjs', import.meta.url).href]
