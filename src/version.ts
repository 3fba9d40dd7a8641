import { readFileSync } from 'node:fs'

declare const GROUP_WRITEBACK_VERSION: string | undefined

/** The version of this package: set by the bundler, otherwise read from package.json. */
export const version: string =
  typeof GROUP_WRITEBACK_VERSION === 'string'
    ? GROUP_WRITEBACK_VERSION
    : (
        JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
          version: string
        }
      ).version
