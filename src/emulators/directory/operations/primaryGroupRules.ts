/**
 * Changes the primary group of an account (MS-SAMR 3.1.1.8.2). The account must be a member of the new group;
 * at the same time it is removed from `member` of that group and added to `member` of the previous one.
 */
import { unwilling } from '../errors.js'
import { isGroup, linkTargets, textOf, type Entry } from '../store/entry.js'
import { groupWithRid, primaryGroupOf } from '../store/primaryGroup.js'
import type { Context } from './context.js'
import { draftText, type Draft } from './draft.js'
import { canBePrimary } from './groupRules.js'

const noSuchGroup = 0x527
const notMemberOfGroup = 0x529
const invalidGroupType = 0x2141

/** Validates the change and adds the affected groups to the draft. @throws LdapRefusal 53 */
export function checkPrimaryGroup({ store }: Context, draft: Draft): void {
  const { entry, values, memberships } = draft
  const attribute = store.schema.attribute('primaryGroupID')
  if (!attribute || !values.has(attribute)) return
  const before = textOf(entry, attribute.key)
  const after = draftText(draft, attribute)
  // A new account has no previous primary group; the server sets its first one.
  if (before === undefined || after === undefined || before === after) return
  const group = groupWithRid(store, entry, after)
  checkGroup(group, entry)
  const former = primaryGroupOf(store, entry)
  if (group) memberships.set(group, 'leave')
  if (former) memberships.set(former, 'join')
}

function checkGroup(group: Entry | undefined, account: Entry): void {
  if (!group || !isGroup(group)) throw unwilling(noSuchGroup)
  if (!canBePrimary(group)) throw unwilling(invalidGroupType)
  if (!linkTargets(group, 'member').has(account)) throw unwilling(notMemberOfGroup)
}
