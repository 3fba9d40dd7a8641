import { accessDenied, ldapCodes, entryExists, namingViolation, LdapRefusal, unwilling } from '../errors.js'
import { mayChange, mayCreate } from '../access/rights.js'
import { rdnKey, type Rdn } from '../names/dn.js'
import type { ModifyDnRequest } from '../protocol/requests.js'
import { headOf, isBelow, textOf, type Entry } from '../store/entry.js'
import { resolveEntry } from '../store/resolve.js'
import { moveEntry, type Store } from '../store/store.js'
import { isPossibleSuperior, parseSingleRdn } from './add.js'
import { targetEntry, type Context } from './context.js'
import { referWrite } from './readOnly.js'
import { checkRange } from './validate.js'

/** Renames or moves an object, or both (MS-ADTS 3.1.1.5.4). @throws LdapRefusal */
export function renameEntry(context: Context, request: ModifyDnRequest): void {
  referWrite(context, request)
  const { store } = context
  const entry = targetEntry(context, request.name)
  const from = entry.parent
  if (!from) throw unwilling(0x2077)
  const to = request.newSuperior === undefined ? from : newSuperiorEntry(store, request.newSuperior)
  const rdn = parseSingleRdn(store, request.newRdn)
  checkAccess(context, entry, to)
  // An object has one RDN, so the old one cannot be kept.
  if (!request.deleteOldRdn || entry.deletion || isFixed(entry)) throw unwilling(0x2035)
  if (isBelow(to, entry)) throw unwilling(0x2036)
  if (headOf(to) !== headOf(entry)) throw otherContext()
  checkName(store, entry, rdn)
  if (to !== from && !isPossibleSuperior(entry.class, to)) throw namingViolation(0x2099)
  const holder = to.children.get(rdnKey(rdn))
  if (holder && holder !== entry) throw entryExists(0x2071)
  moveEntry(store, entry, { type: entry.rdn.type, value: rdn.value }, to)
}

/** Finds the new container; AD reports a missing container with another error than a missing object. */
function newSuperiorEntry(store: Store, name: string): Entry {
  try {
    return resolveEntry(store, name)
  } catch (error) {
    throw error instanceof LdapRefusal && error.code === ldapCodes.noSuchObject ? noParent() : error
  }
}

const noParent = (): LdapRefusal =>
  new LdapRefusal(ldapCodes.other, '00002089: UpdErr: DSID-031B0E0D, problem 5012 (DIR_ERROR), data 2')

/** A move needs the right to delete in the old container and to create in the new one. */
function checkAccess({ access, subject }: Context, entry: Entry, to: Entry): void {
  const moves = to !== entry.parent
  if (!mayChange(access, subject, entry) || (moves && !mayCreate(access, subject, to, entry.class)))
    throw accessDenied()
}

export function checkName(store: Store, entry: Entry, { type, value }: Rdn): void {
  if (type.toLowerCase() !== entry.class.naming) throw unwilling(0x2073)
  const naming = store.schema.attribute(entry.class.naming)
  if (naming) checkRange(naming, value)
}

const disallowRename = 0x08000000
const disallowMove = 0x04000000

/** systemFlags of containers that the system relies on (MS-ADTS 2.2.10). */
const isFixed = (entry: Entry): boolean =>
  (Number(textOf(entry, 'systemflags') ?? 0) & (disallowMove | disallowRename)) !== 0

const otherContext = (): LdapRefusal =>
  new LdapRefusal(
    ldapCodes.affectsMultipleDsas,
    '00002079: SvcErr: DSID-031A1021, problem 5012 (DIR_ERROR), data 0',
  )
