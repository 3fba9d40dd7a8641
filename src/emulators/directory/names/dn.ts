/**
 * Parses and formats distinguished names as Active Directory does (MS-ADTS 3.1.1.3.1.2.5). It accepts more
 * than RFC 4514: quoted values, `;` between RDNs, an unescaped `=` in a value. It also accepts less: no
 * multi-valued RDNs, no `#hex` values, no UTF-8 in escaped bytes.
 */
import { foldText } from './fold.js'

export interface Rdn {
  /** As written, in any case. */
  type: string
  /** Unescaped. */
  value: string
}

interface Cursor {
  text: string
  at: number
}

class InvalidName extends Error {}

const typeForm = /(?:oid\.)?\d+(?:\.\d+)*|[a-z][a-z\d-]*/iy
const separators = new Set([',', ';'])

/**
 * Returns the RDNs from the object up to the root, or undefined for an invalid DN. The empty text, the root,
 * has no RDNs.
 */
export function parseDn(text: string): Rdn[] | undefined {
  const cursor = { text, at: 0 }
  const rdns: Rdn[] = []
  skipBlanks(cursor)
  if (cursor.at === text.length) return rdns
  try {
    for (;;) {
      rdns.push(parseRdn(cursor))
      if (cursor.at === text.length) return rdns
      cursor.at++ // the separator
    }
  } catch (error) {
    if (error instanceof InvalidName) return undefined
    throw error
  }
}

function parseRdn(cursor: Cursor): Rdn {
  skipBlanks(cursor)
  typeForm.lastIndex = cursor.at
  const [type] = typeForm.exec(cursor.text) ?? []
  if (type === undefined) throw new InvalidName()
  cursor.at += type.length
  skipBlanks(cursor)
  if (cursor.text[cursor.at++] !== '=') throw new InvalidName()
  skipBlanks(cursor)
  const value = cursor.text[cursor.at] === '"' ? readQuotedText(cursor) : readPlainText(cursor)
  if (value === '') throw new InvalidName()
  return { type: type.replace(/^oid\./i, ''), value }
}

function readQuotedText(cursor: Cursor): string {
  let value = ''
  for (cursor.at++; cursor.text[cursor.at] !== '"';) value += readCharacter(cursor)
  cursor.at++
  skipBlanks(cursor)
  if (cursor.at < cursor.text.length && !separators.has(cursor.text[cursor.at] ?? '')) throw new InvalidName()
  return value
}

function readPlainText(cursor: Cursor): string {
  if (cursor.text[cursor.at] === '#') throw new InvalidName()
  let value = ''
  let end = 0 // trailing blanks belong to the value only if they are escaped
  while (cursor.at < cursor.text.length && !separators.has(cursor.text[cursor.at] ?? '')) {
    const escaped = cursor.text[cursor.at] === '\\'
    if (/[+"<>]/.test(cursor.text[cursor.at] ?? '')) throw new InvalidName()
    value += readCharacter(cursor)
    if (escaped || !value.endsWith(' ')) end = value.length
  }
  return value.slice(0, end)
}

function readCharacter(cursor: Cursor): string {
  const char = cursor.text[cursor.at++]
  if (char === undefined || char === '\0') throw new InvalidName()
  if (char !== '\\') return char
  const hex = /^[\da-f]{2}/i.exec(cursor.text.slice(cursor.at, cursor.at + 2))?.[0]
  if (hex !== undefined) {
    const code = Number.parseInt(hex, 16)
    if (code === 0 || code >= 0x80) throw new InvalidName()
    cursor.at += 2
    return String.fromCharCode(code)
  }
  const next = cursor.text[cursor.at++] ?? ''
  if (!/^[ !-/:-@[-`{-~]$/.test(next)) throw new InvalidName()
  return next
}

function skipBlanks(cursor: Cursor): void {
  while (cursor.text[cursor.at] === ' ' || cursor.text[cursor.at] === '\n') cursor.at++
}

/** Escapes a value in AD's output form. */
export const escapeValue = (value: string): string =>
  value
    .replace(/[,+"\\<>;=]|^[ #]| $/g, '\\$&')
    .replace(/[\n\r]/g, (char) => (char === '\n' ? '\\0A' : '\\0D'))

export const formatRdn = ({ type, value }: Rdn): string => `${type}=${escapeValue(value)}`

/** The key of an RDN among the children of a container. */
export const rdnKey = ({ type, value }: Rdn): string => `${type.toUpperCase()}=${foldText(value)}`
