/**
 * Rules for group types and members in a domain in native mode (MS-ADTS 2.2.12, MS-SAMR 3.1.1.8.9):
 *
 * |               | users, contacts | global | universal | domain-local | foreign principals |
 * |---------------|-----------------|--------|-----------|--------------|--------------------|
 * | global        | yes             | yes    |           |              |                    |
 * | universal     | yes             | yes    | yes       |              |                    |
 * | domain-local  | yes             | yes    | yes       | yes          | yes                |
 *
 * The type of a group can change if the group, its members and the groups that contain it agree with the
 * table afterwards, but never directly between global and domain-local.
 */
import { entryExists, unwilling } from '../errors.js'
import { isGroup, linkSources, textOf, type Entry } from '../store/entry.js'
import { hasPrimaryMembers, isPrimaryGroup } from '../store/primaryGroup.js'
import type { Store } from '../store/store.js'
import type { Context } from './context.js'
import { draftLinks, draftText, type Draft } from './draft.js'

type GroupScope = 'global' | 'local' | 'universal'

/** A global security group, the default if a request has no groupType. */
export const defaultGroupType = '-2147483646'

const scopes: Readonly<Record<number, GroupScope>> = { 2: 'global', 4: 'local', 8: 'universal' }
const security = 0x80000000 | 0
const builtinLocal = 5

const isSecurity = (groupType: string | undefined): boolean => (Number(groupType) & security) !== 0

const groupScope = (groupType: string | undefined): GroupScope | undefined => {
  const scope = Number(groupType) & ~security
  return scope === builtinLocal ? 'local' : scopes[scope]
}

/** @throws LdapRefusal 53 */
export function checkMembership({ store }: Context, draft: Draft): void {
  const { entry } = draft
  if (!isGroup(entry)) return
  const typeAttribute = store.schema.attribute('groupType')
  const memberAttribute = store.schema.attribute('member')
  if (!typeAttribute || !memberAttribute) return
  const groupType = draftText(draft, typeAttribute)
  const scope = groupScope(groupType)
  if (draft.values.has(typeAttribute)) checkGroupType(store, entry, groupType)
  if (!scope) return
  const changedScope = scope !== groupScope(textOf(entry, 'grouptype'))
  const members = changedScope ? draftLinks(draft, memberAttribute) : draft.links.get(memberAttribute)?.added
  for (const member of members ?? []) {
    if (isPrimaryGroup(entry, member)) throw entryExists(0x562)
    checkMember(scope, member, entry, scope)
  }
  if (!changedScope) return
  for (const holder of linkSources(entry, 'memberof')) {
    const outer = groupScope(textOf(holder, 'grouptype'))
    if (outer) checkMember(outer, entry, entry, scope)
  }
}

function checkGroupType(store: Store, entry: Entry, groupType: string | undefined): void {
  const before = groupScope(textOf(entry, 'grouptype'))
  const after = scopes[Number(groupType) & ~security]
  if (!after) throw unwilling(0x2141)
  const pair = new Set([before, after])
  if (pair.has('global') && pair.has('local')) throw unwilling(0x2141)
  // ERROR_DS_HAVE_PRIMARY_MEMBERS: an account must have a primary group.
  if (!isSecurity(groupType) && hasPrimaryMembers(store, entry)) throw unwilling(0x2149)
}

const memberErrors: Readonly<Record<GroupScope, Partial<Record<GroupScope | 'foreign', number>>>> = {
  global: { local: 0x2144, universal: 0x2145, foreign: 0x2147 },
  universal: { local: 0x2146, foreign: 0x2165 },
  local: {},
}

/** `changing` is the group whose new scope, `changed`, is not stored yet. */
function checkMember(scope: GroupScope, member: Entry, changing: Entry, changed: GroupScope): void {
  const kind = member === changing ? changed : memberKind(member)
  const windowsError = kind && memberErrors[scope][kind]
  if (windowsError !== undefined) throw unwilling(windowsError)
}

/** True for groups that Windows' own tools offer as primary groups. */
export function canBePrimary(group: Entry): boolean {
  const groupType = textOf(group, 'grouptype')
  const scope = groupScope(groupType)
  return isSecurity(groupType) && (scope === 'global' || scope === 'universal')
}

function memberKind(member: Entry): GroupScope | 'foreign' | undefined {
  if (member.class.name === 'foreignSecurityPrincipal') return 'foreign'
  return isGroup(member) ? groupScope(textOf(member, 'grouptype')) : undefined
}
