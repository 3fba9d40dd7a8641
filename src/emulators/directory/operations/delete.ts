/** Deletes objects (MS-ADTS 3.1.1.5.5): into the recycle bin if it is enabled, otherwise to a tombstone. */
import { accessDenied, codes, entryExists, unwilling, updateError } from '../errors.js'
import { mayDelete } from '../access/rights.js'
import type { DeleteRequest } from '../protocol/requests.js'
import { graveyardOf, recycle, retire } from '../store/deletion.js'
import { subtree, textOf, type Entry } from '../store/entry.js'
import { hasPrimaryMembers } from '../store/primaryGroup.js'
import { relocate, touch, type Store } from '../store/store.js'
import { subjectOf, type Context } from './context.js'
import { referWrite } from './readOnly.js'

/** @throws Refusal */
export function remove(context: Context, request: DeleteRequest): void {
  referWrite(context, request)
  const { store, access, subject, controls } = context
  const entry = subjectOf(context, request.name)
  const all = [...subtree(entry)]
  const tree = controls.treeDelete && all.length > 1
  if (!mayDelete(access, subject, entry) || (tree && !subject.administrator)) throw accessDenied()
  if (!entry.parent || entry.hidden || all.some(isCritical)) throw unwilling(0x2077)
  if (entry.deletion) return buryAgain(store, entry)
  if (all.length > 1 && !tree) throw updateError(codes.notAllowedOnNonLeaf, 0x2015, '6003 (CANT_ON_NON_LEAF)')
  // ERROR_MEMBERS_PRIMARY_GROUP: an account must have a primary group.
  if (all.some((one) => hasPrimaryMembers(store, one))) throw entryExists(0x55e)
  for (const one of all.reverse()) bury(store, one)
}

const disallowDelete = 0x80000000

const isCritical = (entry: Entry): boolean =>
  textOf(entry, 'iscriticalsystemobject') === 'TRUE' ||
  (Number(textOf(entry, 'systemflags') ?? 0) & disallowDelete) !== 0

function bury(store: Store, entry: Entry): void {
  const { parent, rdn } = entry
  const graveyard = graveyardOf(entry)
  if (!parent || !graveyard) throw unwilling(0x2077)
  retire(store, entry, { state: store.recycleBin ? 'deleted' : 'tombstone', parent, name: rdn.value })
  // The name is truncated so that it fits the attribute together with the suffix that makes it unique.
  const value = `${rdn.value.slice(0, 75)}\nDEL:${entry.guid}`
  relocate(store, entry, { type: rdn.type, value }, graveyard)
}

/** Recycles an object that is deleted a second time; it can no longer be restored. */
function buryAgain(store: Store, entry: Entry): void {
  if (entry.deletion?.state !== 'deleted') throw unwilling(0x2077)
  recycle(store, entry, entry.deletion)
  touch(store, entry)
}
