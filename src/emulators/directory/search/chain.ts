/**
 * Evaluates LDAP_MATCHING_RULE_TRANSITIVE_EVAL: links followed through any number of levels (MS-ADTS
 * 3.1.1.3.4.4.3).
 */
import { isForwardLink, type AttributeType } from '../schema/types.js'
import { linkTargets, linkSources, type Entry } from '../store/entry.js'

/**
 * Returns a predicate: true for objects that reach `wanted` through these links. The set is computed once,
 * starting from `wanted`.
 */
export function reachesByLinks(attribute: AttributeType, wanted: Entry): (entry: Entry) => boolean {
  const { key } = attribute
  // `(member:1941:=X)` matches the groups that contain X, so the traversal follows the back links from X.
  const back = isForwardLink(attribute) ? backOf[key] : forwardOf[key]
  if (back === undefined) return () => false
  const follow = isForwardLink(attribute) ? linkSources : linkTargets
  const found = new Set<Entry>()
  const waiting = [wanted]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    for (const entry of follow(next, back)) {
      if (found.has(entry)) continue
      found.add(entry)
      waiting.push(entry)
    }
  }
  return (entry) => found.has(entry)
}

const backOf: Readonly<Record<string, string>> = { member: 'memberof', manager: 'directreports' }
const forwardOf: Readonly<Record<string, string>> = { memberof: 'member', directreports: 'manager' }
