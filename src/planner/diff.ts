import type { AttributeChange, Change } from '../model/change.js'
import { childDn, equalDn, parentOf } from '../model/dn.js'
import type { DesiredGroup, DirectoryGroup } from '../model/group.js'

/** Attributes with several values are sets: their order means nothing in LDAP. */
const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && new Set([...a, ...b]).size === new Set(a).size

/** The changes of name, place and attributes, in the order in which they are made. */
export function diffGroup(desired: DesiredGroup, current: DirectoryGroup): Change[] {
  const changes: Change[] = []
  const { guid } = current
  let dn = current.dn
  const currentParent = parentOf(dn) ?? ''
  if (current.attributes['cn']?.[0] !== desired.name) {
    const to = childDn(desired.name, currentParent)
    changes.push({ type: 'renameGroup', guid, from: dn, to })
    dn = to
  }
  if (!equalDn(currentParent, desired.container)) {
    changes.push({ type: 'moveGroup', guid, from: dn, to: desired.dn })
    dn = desired.dn
  }
  const attributes = diffAttributes(desired, current)
  if (attributes.length > 0) changes.push({ type: 'updateGroup', guid, dn, attributes })
  return changes
}

function diffAttributes(desired: DesiredGroup, current: DirectoryGroup): AttributeChange[] {
  return Object.entries(desired.attributes).flatMap(([name, to]) => {
    const from = current.attributes[name] ?? []
    return same(from, to) ? [] : [{ name, from, to }]
  })
}

/** A group that is not there yet: with what is kept true and what is given once. */
export function creation(desired: DesiredGroup): Change {
  const all = Object.entries({ ...desired.attributes, ...desired.atCreation })
  const attributes = Object.fromEntries(all.filter(([, values]) => values.length > 0))
  return { type: 'createGroup', dn: desired.dn, attributes }
}
