import { accessDenied, adminLimitExceeded, unwilling } from '../errors.js'
import { mayChange, mayRestore } from '../access/rights.js'
import type { Change, ModifyRequest } from '../protocol/requests.js'
import { isGroup, type Entry } from '../store/entry.js'
import { accountTypeOf } from './accountRules.js'
import { applyChange } from './apply.js'
import { targetEntry, type Context } from './context.js'
import { writeDraft, createDraft, isUnchanged, draftText, type Draft } from './draft.js'
import { referWrite } from './readOnly.js'
import { isUndelete, undeleteEntry } from './undelete.js'
import { validateDraft } from './validate.js'

/** @throws LdapRefusal */
export function modifyEntry(context: Context, request: ModifyRequest): void {
  referWrite(context, request)
  const { name, changes } = request
  checkLoad(context, changes)
  const entry = targetEntry(context, name)
  if (entry.deletion && isUndelete(changes) && mayRestore(context.access, context.subject))
    return undeleteEntry(context, entry, changes)
  checkAccess(context, entry, changes)
  if (isUndelete(changes)) throw unwilling(0x2077)
  if (entry.deletion || changes.length === 0) throw unwilling(0x2077)
  const draft = createDraft(entry)
  for (const change of changes) applyChange(context, draft, change)
  validateDraft(context, draft)
  if (isUnchanged(draft)) return
  updateAccountType(context, draft)
  writeDraft(context.store, draft)
}

function checkLoad({ limits }: Context, changes: readonly Change[]): void {
  const count = changes.reduce((sum, { values }) => sum + values.length, 0)
  if (count > (limits.maxValuesPerModify ?? Infinity)) throw adminLimitExceeded()
}

/** Changing access rights needs a right that is never delegated here. */
function checkAccess({ access, subject }: Context, entry: Entry, changes: readonly Change[]): void {
  const touchesRights = changes.some(({ attribute }) => attribute.toLowerCase() === 'ntsecuritydescriptor')
  if (!mayChange(access, subject, entry) || (touchesRights && !subject.administrator)) throw accessDenied()
}

function updateAccountType({ store }: Context, draft: Draft): void {
  const groupType = store.schema.attribute('groupType')
  const accountType = store.schema.attribute('sAMAccountType')
  if (!isGroup(draft.entry) || !accountType || !groupType || !draft.values.has(groupType)) return
  draft.values.set(accountType, [accountTypeOf(draft.entry, draftText(draft, groupType))])
}
