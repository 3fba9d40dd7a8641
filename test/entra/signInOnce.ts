/**
 * A program that reads all groups once, and prints what came of it: parts of managed identity are kept for a whole
 * process, so that a second try in it would prove nothing. The configuration is its argument.
 */
import type { EntraConfig } from '../../src/config/types.js'
import { openSource } from '../../src/entra/source.js'
import { WritebackError } from '../../src/errors.js'
import { everythingIn } from './leaks.js'

export interface Outcome {
  groups?: number
  code?: string
  message?: string
  /** All that can be got out of the error. */
  everything?: string
}

const outcome = await openSource(JSON.parse(process.argv[2] ?? '') as EntraConfig, { retry: [1], signIn: 1 })
  .readGroups('all')
  .then(
    ({ items }): Outcome => ({ groups: items.length }),
    (error: unknown): Outcome => {
      if (!(error instanceof WritebackError)) throw error
      return { code: error.code, message: error.message, everything: everythingIn(error) }
    },
  )
process.stdout.write(JSON.stringify(outcome))
