/** Deletion (MS-ADTS 3.1.1.5.5): into the recycle bin where it is enabled, to a tombstone otherwise. */
import { accessDenied, codes, entryExists, unwilling, updateError } from '../errors.js'
import { mayDelete } from '../access/rights.js'
import type { DeleteRequest } from '../protocol/requests.js'
import { isForwardLink, type AttributeType } from '../schema/types.js'
import { headOf, subtree, textOf, type Deletion, type Entry } from '../store/entry.js'
import { hasPrimaryMembers } from '../store/primaryGroup.js'
import { relocate, setValues, touch, unlink, type Store } from '../store/store.js'
import { subjectOf, type Context } from './context.js'

/** @throws Refusal */
export function remove(context: Context, { name }: DeleteRequest): void {
  const { store, access, subject, controls } = context
  const entry = subjectOf(context, name)
  const all = [...subtree(entry)]
  const tree = controls.treeDelete && all.length > 1
  if (!mayDelete(access, subject, entry) || (tree && !subject.administrator)) throw accessDenied()
  if (!entry.parent || entry.hidden || all.some(isCritical)) throw unwilling(0x2077)
  if (entry.deletion) return recycle(store, entry)
  if (all.length > 1 && !tree) throw updateError(codes.notAllowedOnNonLeaf, 0x2015, '6003 (CANT_ON_NON_LEAF)')
  // ERROR_MEMBERS_PRIMARY_GROUP: an account cannot do without a primary group.
  if (all.some((one) => hasPrimaryMembers(store, one))) throw entryExists(0x55e)
  for (const one of all.reverse()) bury(store, one)
}

const disallowDelete = 0x80000000

const isCritical = (entry: Entry): boolean =>
  textOf(entry, 'iscriticalsystemobject') === 'TRUE' ||
  (Number(textOf(entry, 'systemflags') ?? 0) & disallowDelete) !== 0

/** Where the deleted objects of a naming context are. */
export const graveyardOf = (entry: Entry): Entry | undefined =>
  headOf(entry).children.get('CN=deleted objects')

function bury(store: Store, entry: Entry): void {
  const { parent, rdn } = entry
  const graveyard = graveyardOf(entry)
  if (!parent || !graveyard) throw unwilling(0x2077)
  const lost = cutLinks(store, entry)
  entry.deletion = {
    state: store.recycleBin ? 'deleted' : 'tombstone',
    parent,
    name: rdn.value,
    lost: store.recycleBin ? lost : [],
  }
  if (!store.recycleBin) strip(store, entry)
  // The name is cut so that it fits the attribute together with what makes it unique.
  const value = `${rdn.value.slice(0, 75)}\nDEL:${entry.guid}`
  relocate(store, entry, { type: rdn.type, value }, graveyard)
}

/** Nobody has a deleted object as a member, and it has none. */
function cutLinks(store: Store, entry: Entry): Deletion['lost'] {
  const lost: Deletion['lost'] = []
  for (const attribute of store.schema.attributes.filter(isForwardLink)) {
    const key = attribute.key
    const back = store.schema.partner(attribute)
    for (const to of entry.links.get(key) ?? []) lost.push({ key, from: entry, to })
    for (const from of entry.backLinks.get(back?.key ?? '') ?? []) lost.push({ key, from, to: entry })
  }
  for (const { key, from, to } of lost) {
    const attribute = store.schema.attribute(key)
    if (attribute) unlink(store, attribute, from, to)
  }
  return lost
}

/** Kept besides what the schema marks: MS-ADTS 3.1.1.5.5.1.1. */
const kept = new Set(['ntsecuritydescriptor', 'sidhistory', 'lastknownparent', 'dnshostname'])

function strip(store: Store, entry: Entry): void {
  const isKept = ({ key, preserved }: AttributeType) => preserved || kept.has(key)
  for (const key of [...entry.attributes.keys()]) {
    const attribute = store.schema.attribute(key)
    if (attribute && !isKept(attribute)) setValues(store, entry, attribute, [])
  }
}

/** An object that is deleted a second time is beyond restoring. */
function recycle(store: Store, entry: Entry): void {
  if (entry.deletion?.state !== 'deleted') throw unwilling(0x2077)
  entry.deletion = { ...entry.deletion, state: 'recycled', lost: [] }
  strip(store, entry)
  touch(store, entry)
}
