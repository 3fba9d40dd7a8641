import type { Problem } from '../errors.js'
import type { DesiredGroup } from '../model/group.js'

/** How many shared aliases are named. */
const named = 5

/** Entra lets two groups have one mail nickname; Exchange in AD takes two objects with one alias for an error. */
export function sharedAliases(groups: readonly DesiredGroup[]): Problem[] {
  const byAlias = new Map<string, string[]>()
  for (const { displayName, attributes } of groups) {
    const alias = attributes['mailNickname']?.[0]?.toLowerCase()
    if (alias) byAlias.set(alias, [...(byAlias.get(alias) ?? []), displayName])
  }
  const shared = [...byAlias].filter(([, names]) => names.length > 1)
  if (shared.length === 0) return []
  const examples = shared.slice(0, named).map(([alias, names]) => `${alias} (${names.join(', ')})`)
  const more = shared.length - examples.length
  return [
    {
      code: 'aliasShared',
      message: `Several groups share a mail alias: ${examples.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`,
      hint: 'Give them different mail nicknames in Entra; Exchange refuses two objects with one alias.',
    },
  ]
}
