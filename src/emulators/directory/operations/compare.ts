import { attributeError, ldapCodes, bindRequired, unknownAttribute } from '../errors.js'
import type { CompareRequest } from '../protocol/requests.js'
import type { Outcome } from '../protocol/responses.js'
import { compileFilter } from '../search/matcher.js'
import { hiddenPredicate } from '../access/reading.js'
import { targetEntry, type Context } from './context.js'

/** @throws LdapRefusal */
export function compareEntry(context: Context, { name, attribute, value }: CompareRequest): Outcome {
  if (!context.subject.account) throw bindRequired()
  const { store, access, subject } = context
  const entry = targetEntry(context, name)
  const type = store.schema.attribute(attribute)
  if (!type) throw unknownAttribute()
  const isHidden = hiddenPredicate(store, access, subject)
  if (compileFilter(store, { type: 'present', attribute }, isHidden)(entry) !== true)
    throw attributeError(1001, 0x200a, type.name)
  const match = compileFilter(store, { type: 'equals', attribute, value })(entry)
  return { code: match === true ? ldapCodes.compareTrue : ldapCodes.compareFalse }
}
