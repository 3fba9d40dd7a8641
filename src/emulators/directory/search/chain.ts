/** LDAP_MATCHING_RULE_TRANSITIVE_EVAL: whom one gets to by following links, however long the way (MS-ADTS 3.1.1.3.4.4.3). */
import { isForwardLink, type AttributeType } from '../schema/types.js'
import { linked, linkedBack, type Entry } from '../store/entry.js'

/** Whether an object gets to the one that is wanted; asked once, from the other end. */
export function reaches(attribute: AttributeType, wanted: Entry): (entry: Entry) => boolean {
  const { key } = attribute
  // `(member:1941:=X)` are the groups around X, so the way starts at X and goes along the back links.
  const back = isForwardLink(attribute) ? backOf[key] : forwardOf[key]
  if (back === undefined) return () => false
  const follow = isForwardLink(attribute) ? linkedBack : linked
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
