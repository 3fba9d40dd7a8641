/**
 * Another primary group for an account (MS-SAMR 3.1.1.8.2): one of which it is a member, and in the same moment it
 * leaves the `member` of that group and comes into that of the one before.
 */
import { unwilling } from '../errors.js'
import { isGroup, linked, textOf, type Entry } from '../store/entry.js'
import { groupWithRid, primaryGroupOf } from '../store/primaryGroup.js'
import type { Context } from './context.js'
import { textIn, type Draft } from './draft.js'
import { canBePrimary } from './groupRules.js'

const noSuchGroup = 0x527
const notMemberOfGroup = 0x529
const invalidGroupType = 0x2141

/** Checks a change of it, and notes down which groups change with it. @throws Refusal 53 */
export function followPrimaryGroup({ store }: Context, draft: Draft): void {
  const { entry, values, memberships } = draft
  const attribute = store.schema.attribute('primaryGroupID')
  if (!attribute || !values.has(attribute)) return
  const before = textOf(entry, attribute.key)
  const after = textIn(draft, attribute)
  // A new account has none yet, and gets one that nobody chose.
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
  if (!linked(group, 'member').has(account)) throw unwilling(notMemberOfGroup)
}
