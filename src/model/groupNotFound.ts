import type { Problem } from '../errors.js'

/** What a person named is no group in Entra ID. */
export const groupNotFound = (reference: string): Problem => ({
  code: 'groupNotFound',
  message: `There is no group ${reference} in Entra ID.`,
  hint: 'Name it by its object id, mail address or exact display name.',
  details: { reference },
})
