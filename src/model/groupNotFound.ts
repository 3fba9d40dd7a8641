import type { Problem } from '../errors.js'

/** Returns the problem for a group that a person named and that Entra ID does not have. */
export const groupNotFoundProblem = (reference: string): Problem => ({
  code: 'groupNotFound',
  message: `There is no group ${reference} in Entra ID.`,
  hint: 'Specify its object id, mail address or exact display name.',
  details: { reference },
})
