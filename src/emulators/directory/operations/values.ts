/** Parses values of a request by the syntax of their attribute (MS-ADTS 3.1.1.3.1.2). */
import { attributeError, invalidValue, ldapCodes, noSuchObject, LdapRefusal, unwilling } from '../errors.js'
import { domainSidOf, guidBytes, parseGuid, parseSid, sidBytes, sidFromBytes } from '../names/identifiers.js'
import { namesObjects, type AttributeType, type Syntax } from '../schema/types.js'
import { asText, type Entry, type Value } from '../store/entry.js'
import { resolveEntry } from '../store/resolve.js'
import { createEntry, type Store } from '../store/store.js'
import type { Draft } from './draft.js'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Decodes UTF-8; invalid UTF-8 is an invalid value of every text syntax. */
function decodeText(bytes: Buffer): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw invalidValue()
  }
}

/** @throws LdapRefusal 21 */
function parsePlainValue({ syntax }: AttributeType, bytes: Buffer): Value {
  if (bytes.length === 0) throw invalidValue()
  const value = valueParsers[syntax](bytes)
  if (value === undefined) throw invalidValue()
  return value
}

const patternParser =
  (form: RegExp) =>
  (bytes: Buffer): string | undefined => {
    const text = decodeText(bytes)
    return form.test(text) ? text : undefined
  }

function integerParser(bits: 32 | 64) {
  return (bytes: Buffer): string | undefined => {
    const text = decodeText(bytes)
    if (!/^-?\d{1,19}$/.test(text)) return undefined
    const number = BigInt(text)
    const signed = BigInt.asIntN(bits, number)
    // 32-bit flags may be written unsigned: 2147483656 is -2147483640.
    const fits = signed === number || (bits === 32 && BigInt.asUintN(32, number) === number)
    return fits ? String(signed) : undefined
  }
}

const valueParsers: Readonly<Record<Syntax, (bytes: Buffer) => Value | undefined>> = {
  boolean: patternParser(/^(TRUE|FALSE)$/),
  dn: decodeText,
  dnBinary: patternParser(/^B:\d+:[\dA-Fa-f]*:/),
  enumeration: integerParser(32),
  integer: integerParser(32),
  large: integerParser(64),
  octets: (bytes) => Buffer.from(bytes), // a copy, so that the buffer of the request can be freed
  oid: patternParser(/^[\w.-]+$/),
  orName: decodeText,
  printable: patternParser(/^[\x20-\x7e]*$/),
  sd: (bytes) => Buffer.from(bytes),
  sid: (bytes) => (sidFromBytes(bytes) === undefined ? undefined : Buffer.from(bytes)),
  teletex: decodeText,
  time: patternParser(/^\d{14}\.\d+(Z|[+-]\d{4})$/),
  unicode: decodeText,
}

/** Parses a value of a filter; AD also accepts a SID as text there. */
export function parseAssertedValue(attribute: AttributeType, bytes: Buffer): Value {
  if (attribute.syntax !== 'sid' || !bytes.subarray(0, 2).equals(Buffer.from('S-'))) {
    return attribute.key === 'objectguid' ? parseAssertedGuid(bytes) : parsePlainValue(attribute, bytes)
  }
  const sid = parseSid(bytes.toString('latin1'))
  const value = sid === undefined ? undefined : sidBytes(sid)
  if (!value) throw invalidValue()
  return value
}

/** Parses the bytes of a GUID, or its text with dashes. */
function parseAssertedGuid(bytes: Buffer): Value {
  const guid = bytes.length === 36 ? parseGuid(bytes.toString('latin1')) : undefined
  return guid === undefined ? Buffer.from(bytes) : guidBytes(guid)
}

/** The context in which a value that names an object is parsed. */
export interface Reference {
  store: Store
  draft: Draft
  attribute: AttributeType
  /** Determines the error for a missing object (constraintViolation in an add, noSuchObject for a member). */
  operation: 'add' | 'modify' | 'remove'
}

export function parseValue(reference: Reference, bytes: Buffer): Value {
  const { attribute } = reference
  const value = parsePlainValue(attribute, bytes)
  return namesObjects(attribute) ? resolveReference(reference, asText(value)) : value
}

/** @throws LdapRefusal 19, 32 or 53 if the object does not exist, 34 for an invalid name */
function resolveReference(reference: Reference, name: string): Entry {
  const { store, attribute, operation } = reference
  try {
    return resolveEntry(store, name)
  } catch (error) {
    if (!(error instanceof LdapRefusal) || error.code === ldapCodes.invalidDnSyntax) throw error
    const principal = operation === 'remove' ? undefined : foreignPrincipalFor(reference, name)
    if (principal) return principal
    if (attribute.key === 'member' && operation === 'remove') throw unwilling(0x561)
    if (attribute.key === 'member' && operation === 'modify') throw noSuchObject('', 0x525)
    throw attributeError(1005, 0x20b5, attribute.name)
  }
}

/**
 * Creates a foreignSecurityPrincipal for a member given by the SID of another forest (MS-SAMR 3.1.1.8.9). It
 * is part of the draft, so that it disappears with a rejected request.
 */
function foreignPrincipalFor({ store, draft, attribute }: Reference, name: string): Entry | undefined {
  const sid = parseSid(/^<SID=([^>]+)>$/i.exec(name)?.[1] ?? '')
  const known = draft.foreignPrincipals.get(sid ?? '')
  if (known) return known
  if (sid === undefined || attribute.key !== 'member' || domainSidOf(sid) === store.domainSid)
    return undefined
  const type = store.schema.class('foreignSecurityPrincipal')
  const [head] = store.heads.values()
  const parent = head?.children.get('CN=foreignsecurityprincipals')
  if (!type || !parent) return undefined
  const principal = createEntry(store, { rdn: { type: 'CN', value: sid }, parent, class: type, sid })
  draft.foreignPrincipals.set(sid, principal)
  return principal
}
