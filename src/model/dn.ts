/**
 * Parses, formats and compares distinguished names (RFC 4514) in Active Directory's dialect.
 *
 * The DN of one object has many spellings: upper or lower case, blanks around separators, `\,` or `\2c`. Therefore DNs
 * are never compared as strings. For a string that is not a valid DN the functions return `undefined` or `false`: an
 * invalid DN is in no container and equals only itself.
 */

/** One `type=value` of an RDN. The value is unescaped text or, if `raw`, `#…` (BER in hex, unchanged). */
export interface AttributeValue {
  type: string
  value: string
  raw?: true
}

/** The attribute values of an RDN: nearly always one; several for `CN=a+OU=b`, in no significant order. */
export type Rdn = readonly AttributeValue[]

interface ScannedRdn {
  rdn: Rdn
  /** The index of the separator after the RDN, or the end of the string. */
  end: number
}

// Samba also escapes `?`, contrary to RFC 4514; therefore any punctuation mark may be escaped.
const rdnPattern =
  / *([a-z][a-z\d-]*|\d+(?:\.\d+)*) *= *(#(?:[\da-f]{2})+ *|(?!#)(?:\\[\da-f]{2}|\\[ -/:-@[-`{-~]|[^\\"+,;<>\0])*)([,+]|$)/iy
const tokenPattern = /(?:\\[\da-f]{2})+|\\.|[^\\]/gisu
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function scanDn(dn: string): ScannedRdn[] | undefined {
  const rdns: ScannedRdn[] = []
  if (dn === '') return rdns
  let rdn: AttributeValue[] = []
  rdnPattern.lastIndex = 0
  for (;;) {
    const match = rdnPattern.exec(dn)
    if (!match) return undefined
    const [, type = '', escaped = '', separator = ''] = match
    const value = unescapeValue(escaped)
    if (value === undefined) return undefined
    rdn.push(escaped.startsWith('#') ? { type, value, raw: true } : { type, value })
    if (separator === '+') continue
    rdns.push({ rdn, end: rdnPattern.lastIndex - separator.length })
    if (separator === '') return rdns
    rdn = []
  }
}

/** Unescapes an attribute value; returns undefined if its escaped bytes are not valid UTF-8. */
function unescapeValue(escaped: string): string | undefined {
  const tokens = escaped.match(tokenPattern) ?? []
  while (tokens.at(-1) === ' ') tokens.pop() // trailing blanks are part of the value only if they are escaped
  try {
    return tokens.map(unescapeToken).join('')
  } catch {
    return undefined
  }
}

function unescapeToken(text: string): string {
  if (!text.startsWith('\\')) return text
  const isHex = /^\\[\da-f]{2}/i.test(text)
  return isHex ? utf8.decode(Buffer.from(text.replaceAll('\\', ''), 'hex')) : text.slice(1)
}

/** Parses a DN into its RDNs, from the object to the root (none for the empty DN); undefined if it is invalid. */
export const parseDn = (dn: string): Rdn[] | undefined => scanDn(dn)?.map(({ rdn }) => rdn)

/**
 * Escapes a value for a DN: `\` before `, + " \ < > ; =` and before a leading or trailing blank and a leading `#`, hex
 * for control characters, all else unchanged (AD rejects UTF-8 in hex).
 */
export const escapeRdnValue = (value: string): string =>
  value
    .replace(/[,+"\\<>;=]|^[ #]| $/g, '\\$&')
    .replace(/[\0-\x1f\x7f]/g, (char) => `\\${char.charCodeAt(0).toString(16).padStart(2, '0')}`)

export const formatRdn = (rdn: Rdn): string =>
  rdn.map(({ type, value, raw }) => `${type}=${raw ? value : escapeRdnValue(value)}`).join('+')

export const formatDn = (rdns: readonly Rdn[]): string => rdns.map(formatRdn).join(',')

/** Returns the DN of the object `name` (not escaped) in a container. */
export const childDn = (name: string, container: string, type = 'CN'): string =>
  `${type}=${escapeRdnValue(name)}${container && ','}${container}`

/** Returns the container of an object in its original spelling; undefined for the root and for an invalid DN. */
export function parentDn(dn: string): string | undefined {
  const first = scanDn(dn)?.[0]
  return first && dn.slice(first.end + 1).trimStart()
}

/** Returns the object's own RDN, escaped; a move keeps it. */
export function ownRdn(dn: string): string | undefined {
  const first = parseDn(dn)?.[0]
  return first && formatRdn(first)
}

/** Returns the value of the object's own RDN, not escaped. */
export const rdnValue = (dn: string): string | undefined => parseDn(dn)?.[0]?.[0]?.value

/** Returns one key for all spellings of a DN. It is for comparisons and maps only and must not be sent to a server. */
export const dnKey = (dn: string): string | undefined => parseDn(dn)?.map(rdnKey).join(',')

const rdnKey = (rdn: Rdn): string =>
  rdn
    .map(({ type, value, raw }) => formatRdn([{ type, value, ...(raw && { raw }) }]).toLowerCase())
    .sort()
    .join('+')

/** Returns true if two DNs name the same object; as in AD, case is ignored. */
export function equalDn(a: string, b: string): boolean {
  if (a === b) return true
  const key = dnKey(a)
  return key !== undefined && key === dnKey(b)
}

/**
 * Returns true if a DN is this container or below it. Nothing is below the root (the empty DN), because an empty
 * container is a configuration mistake.
 */
export function isInContainer(dn: string, container: string): boolean {
  const inner = parseDn(dn)?.map(rdnKey)
  const outer = parseDn(container)?.map(rdnKey)
  if (!inner || !outer?.length || outer.length > inner.length) return false
  return outer.every((key, index) => key === inner[inner.length - outer.length + index])
}
