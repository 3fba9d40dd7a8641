/** Finds objects by every form of name that AD accepts (MS-ADTS 3.1.1.3.1.2.4). */
import { badName, elsewhere, noSuchObject } from '../errors.js'
import { formatRdn, parseDn, rdnKey, type Rdn } from '../names/dn.js'
import { readGuid, readSid } from '../names/identifiers.js'
import { dnOf, headOf, type Entry } from './entry.js'
import { byGuid, bySid, type Store } from './store.js'

/** Kinds of deleted objects that a request sees. */
export interface Sight {
  deleted: boolean
  recycled: boolean
}

export const liveOnly: Sight = { deleted: false, recycled: false }

export function isVisible(entry: Entry, sight: Sight): boolean {
  if (entry.hidden) return sight.deleted
  if (!entry.deletion) return true
  return entry.deletion.state === 'recycled' ? sight.recycled : sight.deleted
}

const special = /^<(GUID|SID|WKGUID)=([^>]*)>(;.*)?$/is

/**
 * Finds the object with this name.
 * @throws Refusal 32 if there is none among the visible objects, 34 for an invalid name, 10 for a name of
 * another domain
 */
export function resolve(store: Store, name: string, sight: Sight = liveOnly): Entry {
  return inSight(special.test(name) ? bySpecialName(store, name) : byDn(store, readName(store, name)), sight)
}

/** Finds the object with these RDNs. */
export const resolvePath = (store: Store, rdns: readonly Rdn[]): Entry => inSight(byDn(store, rdns), liveOnly)

function inSight(entry: Entry, sight: Sight): Entry {
  if (!isVisible(entry, sight)) throw noSuchObject(bestMatch(entry, sight))
  return entry
}

function bySpecialName(store: Store, name: string): Entry {
  const [, kind = '', value = ''] = special.exec(name) ?? []
  const form = kind.toUpperCase()
  if (form === 'WKGUID') return byWellKnownGuid(store, value, name)
  const id = form === 'GUID' ? readGuid(value) : readSid(value)
  if (id === undefined) throw badName(name)
  const entry = form === 'GUID' ? byGuid(store, id) : bySid(store, id)
  if (!entry) throw noSuchObject()
  return entry
}

/** Resolves `<WKGUID=guid,DN of the head>` through wellKnownObjects of the head. */
function byWellKnownGuid(store: Store, value: string, name: string): Entry {
  const [, guid = '', dn = ''] = /^([\da-f]{32}),(.*)$/is.exec(value) ?? []
  if (guid === '') throw badName(name)
  const head = byDn(store, readName(store, dn))
  const known = (head.attributes.get('wellknownobjects') ?? []).map(String)
  const prefix = `B:32:${guid.toUpperCase()}:`
  const found = known.find((one) => one.startsWith(prefix))
  if (found === undefined) throw noSuchObject(dnOf(head))
  return byDn(store, readName(store, found.slice(prefix.length)))
}

function byDn(store: Store, rdns: readonly Rdn[]): Entry {
  const head = headOfName(store, rdns)
  if (!head) throw notHere(rdns)
  let entry = head.entry
  for (const rdn of rdns.slice(0, rdns.length - head.length).reverse()) {
    const child = entry.children.get(rdnKey(rdn))
    if (!child) throw noSuchObject(dnOf(entry))
    entry = child
  }
  return entry
}

/** @throws Refusal 34 */
export function readName(store: Store, name: string): Rdn[] {
  const rdns = parseDn(name)?.map(({ type, value }) => ({ type: typeName(store, type), value }))
  if (!rdns || rdns.some(({ type }) => type === undefined)) throw badName(name)
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
    const foreign = store.foreign.get(key)
    if (foreign) throw elsewhere(foreign.host, urlOf(foreign.host, rdns))
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
function notHere(rdns: readonly Rdn[]): Error {
  const domain: string[] = []
  for (const { type, value } of [...rdns].reverse()) {
    if (type !== 'DC') break
    domain.unshift(value)
  }
  if (domain.length === 0) return noSuchObject()
  return elsewhere(domain.join('.'), urlOf(domain.join('.'), rdns))
}

const urlOf = (host: string, rdns: readonly Rdn[]): string =>
  `ldap://${host}/${encodeURI(rdns.map(formatRdn).join(','))}`

/** Returns the DN of the nearest visible container. */
function bestMatch(entry: Entry, sight: Sight): string {
  let at = entry.parent
  while (at && !isVisible(at, sight)) at = at.parent
  return at ? dnOf(at) : dnOf(headOf(entry))
}
