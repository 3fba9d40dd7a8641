/**
 * A program that reads all groups once and prints the outcome as JSON. Its argument is the configuration. It is a program
 * because @azure/identity caches parts of a managed identity for the whole process, so that a second attempt in the same
 * process would prove nothing.
 */
import type { EntraConfig } from '../../src/config/types.js'
import { openSource } from '../../src/entra/source.js'
import { WritebackError } from '../../src/errors.js'
import { allTextIn } from './leaks.js'

export interface Outcome {
  groups?: number
  code?: string
  message?: string
  /** All text in the error. */
  everything?: string
}

const outcome = await openSource(JSON.parse(process.argv[2] ?? '') as EntraConfig, {
  retryPausesMs: [1],
  signInRetryMs: 1,
})
  .readGroups('all')
  .then(
    ({ items }): Outcome => ({ groups: items.length }),
    (error: unknown): Outcome => {
      if (!(error instanceof WritebackError)) throw error
      return { code: error.code, message: error.message, everything: allTextIn(error) }
    },
  )
process.stdout.write(JSON.stringify(outcome))
