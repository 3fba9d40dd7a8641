/**
 * Distinguished names (RFC 4514), as Active Directory writes and reads them.
 *
 * One object's DN comes in many spellings: other case, blanks around separators, `\,` or `\2c`. So texts are never
 * compared as texts. What is no DN gives `undefined` or `false`, never a guess: a name that cannot be read lies in no
 * container and equals nothing but itself.
 */

/** One `type=value` of an RDN; the value is plain text, or `#…` (BER in hex, kept as written) where `raw`. */
export interface AttributeValue {
  type: string
  value: string
  raw?: true
}

/** Nearly always one; several for `CN=a+OU=b`, in no order. */
export type Rdn = readonly AttributeValue[]

interface Scanned {
  rdn: Rdn
  /** Where the separator after it stands, or the text ends. */
  end: number
}

// Samba puts a backslash before `?` as well, where RFC 4514 knows none, so every punctuation mark may be escaped.
const pair =
  / *([a-z][a-z\d-]*|\d+(?:\.\d+)*) *= *(#(?:[\da-f]{2})+ *|(?!#)(?:\\[\da-f]{2}|\\[ -/:-@[-`{-~]|[^\\"+,;<>\0])*)([,+]|$)/iy
const token = /(?:\\[\da-f]{2})+|\\.|[^\\]/gisu
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function scan(dn: string): Scanned[] | undefined {
  const rdns: Scanned[] = []
  if (dn === '') return rdns
  let rdn: AttributeValue[] = []
  pair.lastIndex = 0
  for (;;) {
    const found = pair.exec(dn)
    if (!found) return undefined
    const [, type = '', written = '', separator = ''] = found
    const value = plainValue(written)
    if (value === undefined) return undefined
    rdn.push(written.startsWith('#') ? { type, value, raw: true } : { type, value })
    if (separator === '+') continue
    rdns.push({ rdn, end: pair.lastIndex - separator.length })
    if (separator === '') return rdns
    rdn = []
  }
}

/** Undefined where the escaped bytes are no UTF-8. */
function plainValue(written: string): string | undefined {
  const tokens = written.match(token) ?? []
  while (tokens.at(-1) === ' ') tokens.pop() // a blank that belongs to the value is escaped
  try {
    return tokens.map(plainToken).join('')
  } catch {
    return undefined
  }
}

function plainToken(text: string): string {
  if (!text.startsWith('\\')) return text
  const isHex = /^\\[\da-f]{2}/i.test(text)
  return isHex ? utf8.decode(Buffer.from(text.replaceAll('\\', ''), 'hex')) : text.slice(1)
}

/** The RDNs from the object up to the root, or undefined where the text is no DN. The empty text, the root, has none. */
export const parseDn = (dn: string): Rdn[] | undefined => scan(dn)?.map(({ rdn }) => rdn)

/**
 * A value, escaped for a DN: `\` before `, + " \ < > ; =` and before a blank or `#` where it would be taken for
 * something else, hex for control characters, everything else as it is (AD refuses UTF-8 written in hex).
 */
export const escapeRdnValue = (value: string): string =>
  value
    .replace(/[,+"\\<>;=]|^[ #]| $/g, '\\$&')
    .replace(/[\0-\x1f\x7f]/g, (char) => `\\${char.charCodeAt(0).toString(16).padStart(2, '0')}`)

export const formatRdn = (rdn: Rdn): string =>
  rdn.map(({ type, value, raw }) => `${type}=${raw ? value : escapeRdnValue(value)}`).join('+')

export const formatDn = (rdns: readonly Rdn[]): string => rdns.map(formatRdn).join(',')

/** The DN of the object named `name` (plain text) in a container. */
export const childDn = (name: string, container: string, type = 'CN'): string =>
  `${type}=${escapeRdnValue(name)}${container && ','}${container}`

/** The container of an object, as written; undefined for the root and for what is no DN. */
export function parentOf(dn: string): string | undefined {
  const first = scan(dn)?.[0]
  return first && dn.slice(first.end + 1).trimStart()
}

/** The object's own RDN, escaped: what a move keeps. */
export function rdnOf(dn: string): string | undefined {
  const first = parseDn(dn)?.[0]
  return first && formatRdn(first)
}

/** The object's own name, as plain text. */
export const nameOf = (dn: string): string | undefined => parseDn(dn)?.[0]?.[0]?.value

/** The same text for every spelling of a DN, to be compared or used as a key; never to be sent. */
export const dnKey = (dn: string): string | undefined => parseDn(dn)?.map(rdnKey).join(',')

const rdnKey = (rdn: Rdn): string =>
  rdn
    .map(({ type, value, raw }) => formatRdn([{ type, value, ...(raw && { raw }) }]).toLowerCase())
    .sort()
    .join('+')

/** Whether two texts name the same place; case does not count, as in AD. */
export function equalDn(a: string, b: string): boolean {
  if (a === b) return true
  const key = dnKey(a)
  return key !== undefined && key === dnKey(b)
}

/** Whether a DN is this container or lies below it. The root holds nothing here: an empty container is a mistake. */
export function isWithin(dn: string, container: string): boolean {
  const inner = parseDn(dn)?.map(rdnKey)
  const outer = parseDn(container)?.map(rdnKey)
  if (!inner || !outer?.length || outer.length > inner.length) return false
  return outer.every((key, index) => key === inner[inner.length - outer.length + index])
}
