/** Deletes objects (MS-ADTS 3.1.1.5.5): into the recycle bin if it is enabled, otherwise to a tombstone. */
import { accessDenied, ldapCodes, entryExists, unwilling, updateError } from '../errors.js'
import { mayDelete } from '../access/rights.js'
import type { DeleteRequest } from '../protocol/requests.js'
import { deletedObjectsOf, markRecycled, markDeleted } from '../store/deletion.js'
import { subtree, textOf, type Entry } from '../store/entry.js'
import { hasPrimaryMembers } from '../store/primaryGroup.js'
import { moveEntry, touchEntry, type Store } from '../store/store.js'
import { targetEntry, type Context } from './context.js'
import { referWrite } from './readOnly.js'

/** @throws LdapRefusal */
export function deleteEntry(context: Context, request: DeleteRequest): void {
  referWrite(context, request)
  const { store, access, subject, controls } = context
  const entry = targetEntry(context, request.name)
  const all = [...subtree(entry)]
  const tree = controls.treeDelete && all.length > 1
  if (!mayDelete(access, subject, entry) || (tree && !subject.administrator)) throw accessDenied()
  if (!entry.parent || entry.hidden || all.some(isCritical)) throw unwilling(0x2077)
  if (entry.deletion) return recycleDeleted(store, entry)
  if (all.length > 1 && !tree)
    throw updateError(ldapCodes.notAllowedOnNonLeaf, 0x2015, '6003 (CANT_ON_NON_LEAF)')
  // ERROR_MEMBERS_PRIMARY_GROUP: an account must have a primary group.
  if (all.some((one) => hasPrimaryMembers(store, one))) throw entryExists(0x55e)
  for (const one of all.reverse()) deleteSingle(store, one)
}

const disallowDelete = 0x80000000

const isCritical = (entry: Entry): boolean =>
  textOf(entry, 'iscriticalsystemobject') === 'TRUE' ||
  (Number(textOf(entry, 'systemflags') ?? 0) & disallowDelete) !== 0

function deleteSingle(store: Store, entry: Entry): void {
  const { parent, rdn } = entry
  const deletedObjects = deletedObjectsOf(entry)
  if (!parent || !deletedObjects) throw unwilling(0x2077)
  markDeleted(store, entry, { state: store.recycleBin ? 'deleted' : 'tombstone', parent, name: rdn.value })
  // The name is truncated so that it fits the attribute together with the suffix that makes it unique.
  const value = `${rdn.value.slice(0, 75)}\nDEL:${entry.guid}`
  moveEntry(store, entry, { type: rdn.type, value }, deletedObjects)
}

/** Recycles an object that is deleted a second time; it can no longer be restored. */
function recycleDeleted(store: Store, entry: Entry): void {
  if (entry.deletion?.state !== 'deleted') throw unwilling(0x2077)
  markRecycled(store, entry, entry.deletion)
  touchEntry(store, entry)
}
