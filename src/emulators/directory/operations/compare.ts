import { attributeError, codes, notSignedIn, unknownAttribute } from '../errors.js'
import type { CompareRequest } from '../protocol/requests.js'
import type { Outcome } from '../protocol/responses.js'
import { matcherOf } from '../search/matcher.js'
import { hidesFor } from '../access/reading.js'
import { subjectOf, type Context } from './context.js'

/** @throws Refusal */
export function compare(context: Context, { name, attribute, value }: CompareRequest): Outcome {
  if (!context.subject.account) throw notSignedIn()
  const { store, access, subject } = context
  const entry = subjectOf(context, name)
  const type = store.schema.attribute(attribute)
  if (!type) throw unknownAttribute()
  const hides = hidesFor(store, access, subject)
  if (matcherOf(store, { type: 'present', attribute }, hides)(entry) !== true)
    throw attributeError(1001, 0x200a, type.name)
  const match = matcherOf(store, { type: 'equals', attribute, value })(entry)
  return { code: match === true ? codes.compareTrue : codes.compareFalse }
}
