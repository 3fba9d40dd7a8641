/** Restores a deleted object: a modify of two attributes in one request (MS-ADTS 3.1.1.5.3.7). */
import { mayCreate } from '../access/rights.js'
import { accessDenied, invalidDn, entryExists, namingViolation, unwilling } from '../errors.js'
import { rdnKey } from '../names/dn.js'
import type { Change } from '../protocol/requests.js'
import { restoreLinks, markLive } from '../store/deletion.js'
import type { Entry } from '../store/entry.js'
import { parseName, resolvePath } from '../store/resolve.js'
import { findByValue, moveEntry, type Store } from '../store/store.js'
import { isPossibleSuperior } from './add.js'
import { applyChange } from './apply.js'
import type { Context } from './context.js'
import { writeDraft, createDraft, type Draft } from './draft.js'
import { checkName } from './modifyDn.js'
import { validateDraft } from './validate.js'

const isChange = (change: Change, operation: Change['operation'], name: string): boolean =>
  change.operation === operation && change.attribute.toLowerCase() === name

const removesDeletion = (change: Change): boolean => isChange(change, 'delete', 'isdeleted')
const replacesName = (change: Change): boolean => isChange(change, 'replace', 'distinguishedname')

export const isUndelete = (changes: readonly Change[]): boolean => changes.some(removesDeletion)

/** Expects that the subject's right to restore was checked. @throws LdapRefusal */
export function undeleteEntry(context: Context, entry: Entry, changes: readonly Change[]): void {
  const { store } = context
  const { deletion } = entry
  const naming = changes.find(replacesName)
  if (!deletion || deletion.state === 'recycled' || naming?.values.length !== 1) throw unwilling(0x2077)
  const place = restoreTarget(store, entry, String(naming.values[0]))
  if (!mayCreate(context.access, context.subject, place.parent, entry.class)) throw accessDenied()
  const draft = createDraft(entry)
  for (const change of changes)
    if (!removesDeletion(change) && !replacesName(change)) applyChange(context, draft, change)
  validateDraft(context, draft)
  checkAccountName(store, entry, draft)
  const lost = markLive(store, entry)
  moveEntry(store, entry, { type: entry.rdn.type, value: place.name }, place.parent)
  writeDraft(store, draft)
  restoreLinks(store, lost.values())
}

function restoreTarget(store: Store, entry: Entry, dn: string): { name: string; parent: Entry } {
  const [rdn, ...path] = parseName(store, dn)
  if (!rdn) throw invalidDn(dn)
  checkName(store, entry, rdn)
  const parent = resolvePath(store, path)
  if (!isPossibleSuperior(entry.class, parent)) throw namingViolation(0x2099)
  if (parent.children.has(rdnKey(rdn))) throw entryExists(0x2071)
  return { name: rdn.value, parent }
}

/** The account name may have been taken since the deletion. */
function checkAccountName(store: Store, entry: Entry, { values }: Draft): void {
  const attribute = store.schema.attribute('sAMAccountName')
  const [name] = (attribute && (values.get(attribute) ?? entry.attributes.get(attribute.key))) ?? []
  if (typeof name === 'string' && findByValue(store, 'sAMAccountName', name).length > 0)
    throw entryExists(0x524)
}
