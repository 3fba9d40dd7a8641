/** Compares the desired form of a group with its object in AD. */
import type { AttributeChange, Change } from '../model/change.js'
import { childDn, equalDn, isInContainer, parentDn } from '../model/dn.js'
import type { DesiredGroup, DirectoryGroup } from '../model/group.js'
import type { MemberReference } from '../model/member.js'
import { hasSecurityBit } from './desiredGroup.js'

/** Multi-valued attributes are sets: LDAP does not define an order of their values. */
const equalValues = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && new Set([...a, ...b]).size === new Set(a).size

/** Returns the changes of name, container and attributes, in the order in which they are written. */
export function diffGroup(
  desired: DesiredGroup,
  current: DirectoryGroup,
  accessSubtrees: readonly string[],
): Change[] {
  const changes: Change[] = []
  const { guid } = current
  let dn = current.dn
  const currentParent = parentDn(dn) ?? ''
  if (current.attributes['cn']?.[0] !== desired.name) {
    const to = childDn(desired.name, currentParent)
    changes.push({ type: 'renameGroup', guid, from: dn, to })
    dn = to
  }
  if (!equalDn(currentParent, desired.container)) {
    const to = desired.dn
    const endsAccess = accessSubtrees.some(
      (subtree) => isInContainer(dn, subtree) && !isInContainer(to, subtree),
    )
    changes.push({
      type: 'moveGroup',
      guid,
      from: dn,
      to,
      ...(endsAccess && { ends: allMembers(current) }),
    })
    dn = to
  }
  return [...changes, ...attributeChanges(desired, current, dn)]
}

/** A change of the security bit ends or begins the access of all members; therefore it is a separate change. */
function attributeChanges(desired: DesiredGroup, current: DirectoryGroup, dn: string): Change[] {
  const { guid } = current
  const attributes = diffAttributes(desired, current)
  const [before, after] = [hasSecurityBit(current.attributes), hasSecurityBit(desired.attributes)]
  const kind = before === after ? [] : attributes.filter(({ name }) => name === 'groupType')
  const others = attributes.filter((change) => !kind.includes(change))
  const members = allMembers(current)
  const access = before ? { ends: members } : { begins: members.length }
  return [
    ...(kind.length > 0 ? [{ type: 'updateGroup', guid, dn, attributes: kind, ...access } as const] : []),
    ...(others.length > 0 ? [{ type: 'updateGroup', guid, dn, attributes: others } as const] : []),
  ]
}

const allMembers = ({ members, primaryMembers }: DirectoryGroup): MemberReference[] => [
  ...members.items,
  ...primaryMembers,
]

function diffAttributes(desired: DesiredGroup, current: DirectoryGroup): AttributeChange[] {
  return Object.entries(desired.attributes).flatMap(([name, to]) => {
    const from = current.attributes[name] ?? []
    return equalValues(from, to) ? [] : [{ name, from, to }]
  })
}

/** Returns the change that creates the group: the attributes that are kept in sync and those set at creation only. */
export function createGroupChange(desired: DesiredGroup): Change {
  const all = Object.entries({ ...desired.attributes, ...desired.atCreation })
  const attributes = Object.fromEntries(all.filter(([, values]) => values.length > 0))
  return { type: 'createGroup', dn: desired.dn, attributes }
}
