/** Validates a draft against the schema and the account and group rules (MS-ADTS 3.1.1.5.1.1). */
import { adminLimitExceeded, attributeError, objectClassViolation, unwilling } from '../errors.js'
import { isForwardLink, type AttributeType } from '../schema/types.js'
import { hasClass, type Entry, type Value } from '../store/entry.js'
import type { Context } from './context.js'
import { checkAccount } from './accountRules.js'
import { draftCount, draftValues, type Draft } from './draft.js'
import { checkMembership } from './groupRules.js'
import { checkPrimaryGroup } from './primaryGroupRules.js'

/** AD stores all values that are not links in one database record, which has room for about this many. */
const maxUnlinkedValues = 1300

/** @throws LdapRefusal */
export function validateDraft(context: Context, draft: Draft): void {
  for (const attribute of [...draft.values.keys(), ...draft.links.keys()]) checkAttribute(draft, attribute)
  for (const attribute of draft.values.keys()) {
    if (requiredBySam.has(attribute.key) && isMissing(draft, attribute)) throw unwilling(0x209a)
  }
  for (const key of draft.entry.class.allMust) {
    const attribute = context.store.schema.attribute(key)
    if (attribute && isMissing(draft, attribute)) throw objectClassViolation(0x207c)
  }
  checkAccount(context, draft)
  checkMembership(context, draft)
  checkPrimaryGroup(context, draft)
}

/** Attributes that an account must have regardless of the schema. */
const requiredBySam = new Set(['samaccountname', 'grouptype', 'useraccountcontrol', 'primarygroupid'])

function checkAttribute(draft: Draft, attribute: AttributeType): void {
  const { key, name } = attribute
  const count = draftCount(draft, attribute)
  if (count > 0 && !draft.entry.class.allowed.has(key)) throw objectClassViolation(0x207d)
  if (count > 1 && isSingle(attribute, draft.entry)) throw attributeError(1005, 0x2081, name)
  if (isForwardLink(attribute)) return
  if (count > maxUnlinkedValues) throw adminLimitExceeded()
  for (const value of draftValues(draft, attribute)) checkRange(attribute, value)
}

/** The accounts database (SAM) allows one description, although the schema allows several. */
export const isSingle = ({ key, single }: AttributeType, entry: Entry): boolean =>
  single || (key === 'description' && (hasClass(entry, 'group') || hasClass(entry, 'user')))

/**
 * Checks the length of text and bytes, and the value of numbers (MS-ADTS 3.1.1.2.3).
 * @throws LdapRefusal 19
 */
export function checkRange({ name, syntax, lower, upper }: AttributeType, value: Value): void {
  if (typeof value !== 'string' && !Buffer.isBuffer(value)) return
  const isNumber = syntax === 'integer' || syntax === 'enumeration' || syntax === 'large'
  const size = isNumber ? Number(value) : value.length
  if (size < (lower ?? -Infinity) || size > (upper ?? Infinity)) throw attributeError(1005, 0x2082, name)
}

/**
 * Only attributes that the request removes can be missing; all others existed before or are set by the
 * server.
 */
function isMissing(draft: Draft, attribute: AttributeType): boolean {
  const gone = draft.values.has(attribute) && draftValues(draft, attribute).length === 0
  return gone
}
