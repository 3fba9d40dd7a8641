import { accessDenied, adminLimitExceeded, unwilling } from '../errors.js'
import { mayChange, mayRestore } from '../access/rights.js'
import type { Change, ModifyRequest } from '../protocol/requests.js'
import { isGroup, type Entry } from '../store/entry.js'
import { accountTypeOf } from './accountRules.js'
import { applyChange } from './apply.js'
import { subjectOf, type Context } from './context.js'
import { commit, draftOf, isUnchanged, textIn, type Draft } from './draft.js'
import { referWrite } from './readOnly.js'
import { isUndelete, undelete } from './undelete.js'
import { validate } from './validate.js'

/** @throws Refusal */
export function modify(context: Context, request: ModifyRequest): void {
  referWrite(context, request)
  const { name, changes } = request
  checkBurden(context, changes)
  const entry = subjectOf(context, name)
  if (entry.deletion && isUndelete(changes) && mayRestore(context.access, context.subject))
    return undelete(context, entry, changes)
  checkAccess(context, entry, changes)
  if (isUndelete(changes)) throw unwilling(0x2077)
  if (entry.deletion || changes.length === 0) throw unwilling(0x2077)
  const draft = draftOf(entry)
  for (const change of changes) applyChange(context, draft, change)
  validate(context, draft)
  if (isUnchanged(draft)) return
  followGroupType(context, draft)
  commit(context.store, draft)
}

function checkBurden({ limits }: Context, changes: readonly Change[]): void {
  const count = changes.reduce((sum, { values }) => sum + values.length, 0)
  if (count > (limits.maxValuesPerModify ?? Infinity)) throw adminLimitExceeded()
}

/** Changing access rights needs a right that is never delegated here. */
function checkAccess({ access, subject }: Context, entry: Entry, changes: readonly Change[]): void {
  const touchesRights = changes.some(({ attribute }) => attribute.toLowerCase() === 'ntsecuritydescriptor')
  if (!mayChange(access, subject, entry) || (touchesRights && !subject.administrator)) throw accessDenied()
}

function followGroupType({ store }: Context, draft: Draft): void {
  const groupType = store.schema.attribute('groupType')
  const accountType = store.schema.attribute('sAMAccountType')
  if (!isGroup(draft.entry) || !accountType || !groupType || !draft.values.has(groupType)) return
  draft.values.set(accountType, [accountTypeOf(draft.entry, textIn(draft, groupType))])
}
