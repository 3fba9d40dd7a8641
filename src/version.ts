import { readFileSync } from 'node:fs'

declare const GROUP_WRITEBACK_VERSION: string | undefined

/** Set when the entry is bundled into one file; read from the package otherwise. */
export const version: string =
  typeof GROUP_WRITEBACK_VERSION === 'string'
    ? GROUP_WRITEBACK_VERSION
    : (
        JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
          version: string
        }
      ).version
