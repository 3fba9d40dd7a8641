import {
  accessDenied,
  attributeError,
  invalidDn,
  entryExists,
  namingViolation,
  missingValue,
  objectClassViolation,
  unknownAttribute,
  unwilling,
} from '../errors.js'
import { mayCreate, type Subject } from '../access/rights.js'
import { formatRdn, rdnKey, type Rdn } from '../names/dn.js'
import type { AddRequest, AttributeValues } from '../protocol/requests.js'
import { isForwardLink, type ClassClosure } from '../schema/types.js'
import { hasClass, isGroup, type Entry } from '../store/entry.js'
import { parseName, resolvePath } from '../store/resolve.js'
import { storeEntry, createEntry, nextSid, type Store } from '../store/store.js'
import { comparisonKey } from '../store/values.js'
import { accountTypeOf, generatedAccountName, newComputerFlags, newUserFlags } from './accountRules.js'
import { parseValues } from './apply.js'
import type { Context } from './context.js'
import { writeDraft, createDraft, linkChange, draftText, type Draft } from './draft.js'
import { defaultGroupType } from './groupRules.js'
import { referWrite } from './readOnly.js'
import { checkRange, validateDraft } from './validate.js'
import { isUsedInAdd } from './writable.js'

/** @throws LdapRefusal */
export function addEntry(context: Context, request: AddRequest): Entry {
  referWrite(context, request)
  const { store, access, subject } = context
  const { rdn, parent } = nameAndParent(store, request.name)
  const type = structuralClassOf(store, request.attributes)
  if (!mayCreate(access, subject, parent, type)) throw accessDenied()
  checkLocation(store, rdn, parent, type)
  const draft = createDraft(createEntry(store, { rdn, parent, class: type, ...ownerOf(subject) }))
  for (const given of request.attributes) takeAttribute(context, draft, given)
  setDefaults(store, draft)
  validateDraft(context, draft)
  if (type.allowed.has('objectsid') && draft.entry.sid === undefined) draft.entry.sid = nextSid(store)
  storeEntry(store, draft.entry)
  writeDraft(store, draft)
  draft.entry.usnCreated = draft.entry.usnChanged
  return draft.entry
}

/** Objects created by administrators are owned by Domain Admins (MS-ADTS 6.1.3). */
const ownerOf = ({ administrator, account }: Subject): { owner?: string } =>
  administrator || account?.sid === undefined ? {} : { owner: account.sid }

function nameAndParent(store: Store, name: string): { rdn: Rdn; parent: Entry } {
  const rdns = parseName(store, name)
  const [rdn] = rdns
  if (!rdn) throw invalidDn(name)
  return { rdn, parent: resolvePath(store, rdns.slice(1)) }
}

/** Only the system creates objects of these classes (systemOnly). */
const systemClasses = new Set(['configuration', 'dMD', 'crossRefContainer', 'nTDSDSA', 'nTDSDSARO'])

/** Returns the most specific class given; all other given classes must be its superclasses. */
function structuralClassOf(store: Store, attributes: readonly AttributeValues[]): ClassClosure {
  const given = attributes.filter(({ attribute }) => attribute.toLowerCase() === 'objectclass')
  const types = given.flatMap(({ values }) => values).map((value) => store.schema.class(String(value)))
  if (types.length === 0) throw objectClassViolation(0x207b)
  const known = types.flatMap((type) => type ?? [])
  if (known.length < types.length) throw unknownAttribute()
  const structural = known.filter(({ kind }) => kind === 'structural')
  if (structural.length === 0 || structural.some(({ name }) => systemClasses.has(name)))
    throw unwilling(0x2035)
  const last = structural.find((one) => structural.every(({ name }) => one.chain.includes(name)))
  if (!last) throw objectClassViolation(0x2014)
  return last
}

function checkLocation(store: Store, rdn: Rdn, parent: Entry, type: ClassClosure): void {
  if (rdn.type.toLowerCase() !== type.naming) throw namingViolation(0x2073)
  if (!isPossibleSuperior(type, parent)) throw namingViolation(0x2099)
  if (/\nDEL:/.test(rdn.value)) throw namingViolation(0x209e)
  const naming = store.schema.attribute(type.naming)
  if (naming) checkRange(naming, rdn.value)
  if (parent.children.has(rdnKey(rdn))) throw entryExists(0x2071)
}

/** MS-ADTS 3.1.1.2.4.4: the class of the container must be among the possible superiors. */
export const isPossibleSuperior = (type: ClassClosure, parent: Entry): boolean =>
  parent.class.chain.some((name) => type.allSuperiors.has(name.toLowerCase()))

function takeAttribute(context: Context, draft: Draft, given: AttributeValues): void {
  const { store } = context
  const { entry } = draft
  const attribute = store.schema.attribute(given.attribute)
  if (!attribute) throw unknownAttribute()
  if (given.values.length === 0) throw missingValue()
  if (attribute.key === 'objectclass') return
  if (attribute.key === entry.class.naming) return checkOwnName(entry, given.values)
  if (!isUsedInAdd(attribute)) return
  const values = parseValues({ store, draft, attribute, operation: 'add' }, given.values)
  const keys = new Set(values.map((value) => comparisonKey(attribute, value)))
  const isRepeated = draft.values.has(attribute) || draft.links.has(attribute)
  if (isRepeated || keys.size < values.length) throw attributeError(1006, 0x2083, attribute.name)
  if (!isForwardLink(attribute)) draft.values.set(attribute, values)
  else linkChange(draft, attribute).added = new Set(values as Entry[])
}

/** An add may repeat the naming attribute, but not with another value. */
function checkOwnName(entry: Entry, values: readonly Buffer[]): void {
  const own = rdnKey(entry.rdn)
  if (values.some((value) => rdnKey({ ...entry.rdn, value: String(value) }) !== own))
    throw invalidDn(formatRdn(entry.rdn))
}

/** Sets the attributes that the server sets by default. */
function setDefaults(store: Store, draft: Draft): void {
  const { entry } = draft
  const name = (key: string) => store.schema.attribute(key)
  const preset = (key: string, value: string): void => {
    const attribute = name(key)
    if (attribute && !draft.values.has(attribute)) draft.values.set(attribute, [value])
  }
  if (!entry.class.allowed.has('samaccountname')) return
  preset('sAMAccountName', generatedAccountName(entry.guid))
  if (isGroup(entry)) preset('groupType', defaultGroupType)
  const isComputer = hasClass(entry, 'computer')
  if (hasClass(entry, 'user')) {
    preset('userAccountControl', isComputer ? newComputerFlags : newUserFlags)
    preset('primaryGroupID', isComputer ? '515' : '513')
  }
  if (isComputer) preset('isCriticalSystemObject', 'FALSE')
  preset('sAMAccountType', accountTypeOf(entry, draftText(draft, name('groupType'))))
}

/** @throws LdapRefusal 34 for a name that is not exactly one valid RDN */
export function parseSingleRdn(store: Store, name: string): Rdn {
  const [rdn, ...more] = parseName(store, name)
  if (!rdn || more.length > 0) throw invalidDn(name)
  return rdn
}
