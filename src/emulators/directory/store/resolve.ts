/** Finds objects by every form of name that AD accepts (MS-ADTS 3.1.1.3.1.2.4). */
import { invalidDn, domainReferral, noSuchObject } from '../errors.js'
import { formatRdn, parseDn, rdnKey, type Rdn } from '../names/dn.js'
import { parseGuid, parseSid } from '../names/identifiers.js'
import { dnOf, headOf, type Entry } from './entry.js'
import { findByGuid, findBySid, type Store } from './store.js'

/** Kinds of deleted objects that a request sees. */
export interface DeletedVisibility {
  deleted: boolean
  recycled: boolean
}

const liveOnly: DeletedVisibility = { deleted: false, recycled: false }

export function isVisible(entry: Entry, sight: DeletedVisibility): boolean {
  if (entry.hidden) return sight.deleted
  if (!entry.deletion) return true
  return entry.deletion.state === 'recycled' ? sight.recycled : sight.deleted
}

const specialForm = /^<(GUID|SID|WKGUID)=([^>]*)>(;.*)?$/is

/**
 * Finds the object with this name.
 * @throws LdapRefusal 32 if there is none among the visible objects, 34 for an invalid name, 10 for a name of
 * another domain
 */
export function resolveEntry(store: Store, name: string, sight: DeletedVisibility = liveOnly): Entry {
  return ensureVisible(
    specialForm.test(name) ? entryBySpecialName(store, name) : entryByDn(store, parseName(store, name)),
    sight,
  )
}

/** Finds the object with these RDNs. */
export const resolvePath = (store: Store, rdns: readonly Rdn[]): Entry =>
  ensureVisible(entryByDn(store, rdns), liveOnly)

function ensureVisible(entry: Entry, sight: DeletedVisibility): Entry {
  if (!isVisible(entry, sight)) throw noSuchObject(nearestVisibleDn(entry, sight))
  return entry
}

function entryBySpecialName(store: Store, name: string): Entry {
  const [, kind = '', value = ''] = specialForm.exec(name) ?? []
  const form = kind.toUpperCase()
  if (form === 'WKGUID') return entryByWellKnownGuid(store, value, name)
  const id = form === 'GUID' ? parseGuid(value) : parseSid(value)
  if (id === undefined) throw invalidDn(name)
  const entry = form === 'GUID' ? findByGuid(store, id) : findBySid(store, id)
  if (!entry) throw noSuchObject()
  return entry
}

/** Resolves `<WKGUID=guid,DN of the head>` through wellKnownObjects of the head. */
function entryByWellKnownGuid(store: Store, value: string, name: string): Entry {
  const [, guid = '', dn = ''] = /^([\da-f]{32}),(.*)$/is.exec(value) ?? []
  if (guid === '') throw invalidDn(name)
  const head = entryByDn(store, parseName(store, dn))
  const known = (head.attributes.get('wellknownobjects') ?? []).map(String)
  const prefix = `B:32:${guid.toUpperCase()}:`
  const found = known.find((one) => one.startsWith(prefix))
  if (found === undefined) throw noSuchObject(dnOf(head))
  return entryByDn(store, parseName(store, found.slice(prefix.length)))
}

function entryByDn(store: Store, rdns: readonly Rdn[]): Entry {
  const head = headOfName(store, rdns)
  if (!head) throw outsideReferral(rdns)
  let entry = head.entry
  for (const rdn of rdns.slice(0, rdns.length - head.length).reverse()) {
    const child = entry.children.get(rdnKey(rdn))
    if (!child) throw noSuchObject(dnOf(entry))
    entry = child
  }
  return entry
}

/** @throws LdapRefusal 34 */
export function parseName(store: Store, name: string): Rdn[] {
  const rdns = parseDn(name)?.map(({ type, value }) => ({ type: typeName(store, type), value }))
  if (!rdns || rdns.some(({ type }) => type === undefined)) throw invalidDn(name)
  return rdns as Rdn[]
}

/** Returns the canonical spelling, such as `CN`; undefined for a type that the schema does not have. */
function typeName(store: Store, type: string): string | undefined {
  const name = store.schema.attribute(type)?.name
  return name !== undefined && name.length <= 2 ? name.toUpperCase() : name
}

function headOfName(store: Store, rdns: readonly Rdn[]): { entry: Entry; length: number } | undefined {
  for (let start = 0; start < rdns.length; start++) {
    const key = headKey(rdns.slice(start))
    const foreign = store.foreignContexts.get(key)
    if (foreign) throw domainReferral(foreign.host, urlOf(foreign.host, rdns))
    const entry = store.heads.get(key)
    if (entry) return { entry, length: rdns.length - start }
  }
  return undefined
}

export const headKey = (rdns: readonly Rdn[]): string => rdns.map(rdnKey).join(',')

/**
 * Returns a referral for a name that ends in the components of a domain, like AD, which does not check that
 * the domain exists.
 */
function outsideReferral(rdns: readonly Rdn[]): Error {
  const domain: string[] = []
  for (const { type, value } of [...rdns].reverse()) {
    if (type !== 'DC') break
    domain.unshift(value)
  }
  if (domain.length === 0) return noSuchObject()
  return domainReferral(domain.join('.'), urlOf(domain.join('.'), rdns))
}

const urlOf = (host: string, rdns: readonly Rdn[]): string =>
  `ldap://${host}/${encodeURI(rdns.map(formatRdn).join(','))}`

/** Returns the DN of the nearest visible container. */
function nearestVisibleDn(entry: Entry, sight: DeletedVisibility): string {
  let at = entry.parent
  while (at && !isVisible(at, sight)) at = at.parent
  return at ? dnOf(at) : dnOf(headOf(entry))
}
