import type { Problem } from '../errors.js'
import type { DesiredGroup } from '../model/group.js'

/** The maximum number of shared aliases that the message lists. */
const maxAliasesListed = 5

/**
 * Returns a problem if several groups have the same mail nickname. Entra ID allows this; Exchange in AD treats two
 * objects with one alias as an error.
 */
export function sharedAliasProblems(groups: readonly DesiredGroup[]): Problem[] {
  const byAlias = new Map<string, string[]>()
  for (const { displayName, attributes } of groups) {
    const alias = attributes['mailNickname']?.[0]?.toLowerCase()
    if (alias) byAlias.set(alias, [...(byAlias.get(alias) ?? []), displayName])
  }
  const shared = [...byAlias].filter(([, names]) => names.length > 1)
  if (shared.length === 0) return []
  const examples = shared.slice(0, maxAliasesListed).map(([alias, names]) => `${alias} (${names.join(', ')})`)
  const more = shared.length - examples.length
  return [
    {
      code: 'aliasShared',
      message: `Several groups share a mail alias: ${examples.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`,
      hint: 'Set different mail nicknames in Entra ID; Exchange does not support two objects with one alias.',
    },
  ]
}
