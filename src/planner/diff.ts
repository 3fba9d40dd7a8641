import type { AttributeChange, Change } from '../model/change.js'
import { childDn, equalDn, isWithin, parentOf } from '../model/dn.js'
import type { DesiredGroup, DirectoryGroup } from '../model/group.js'
import type { MemberReference } from '../model/member.js'
import { hasSecurityBit } from './desiredGroup.js'

/** Attributes with several values are sets: their order means nothing in LDAP. */
const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && new Set([...a, ...b]).size === new Set(a).size

/** The changes of name, place and attributes, in the order in which they are made. */
export function diffGroup(
  desired: DesiredGroup,
  current: DirectoryGroup,
  accessSubtrees: readonly string[],
): Change[] {
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
    const to = desired.dn
    const leaves = accessSubtrees.some((subtree) => isWithin(dn, subtree) && !isWithin(to, subtree))
    changes.push({ type: 'moveGroup', guid, from: dn, to, ...(leaves && { ends: membershipsOf(current) }) })
    dn = to
  }
  return [...changes, ...attributeChanges(desired, current, dn)]
}

/** The security bit takes the access of all members, or gives it: a change of its own. */
function attributeChanges(desired: DesiredGroup, current: DirectoryGroup, dn: string): Change[] {
  const { guid } = current
  const attributes = diffAttributes(desired, current)
  const [before, after] = [hasSecurityBit(current.attributes), hasSecurityBit(desired.attributes)]
  const kind = before === after ? [] : attributes.filter(({ name }) => name === 'groupType')
  const others = attributes.filter((change) => !kind.includes(change))
  const members = membershipsOf(current)
  const access = before ? { ends: members } : { begins: members.length }
  return [
    ...(kind.length > 0 ? [{ type: 'updateGroup', guid, dn, attributes: kind, ...access } as const] : []),
    ...(others.length > 0 ? [{ type: 'updateGroup', guid, dn, attributes: others } as const] : []),
  ]
}

const membershipsOf = ({ members, primaryMembers }: DirectoryGroup): MemberReference[] => [
  ...members.items,
  ...primaryMembers,
]

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
