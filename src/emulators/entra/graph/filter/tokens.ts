import { malformed } from '../../errors.js'
import type { Literal } from './tree.js'

export type Token = { at: number } & (
  | { type: 'literal'; literal: Literal }
  | { type: 'word'; text: string }
  | { type: 'mark'; text: string }
  | { type: 'end' }
)

/** One alternative per token type; the first match wins, so that a date is not read as a number. */
const pattern = new RegExp(
  [
    String.raw`\s*(?:(?<string>'(?:[^']|'')*')`,
    String.raw`(?<dateTime>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z)?)(?![\w-])`,
    String.raw`(?<guid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})`,
    String.raw`(?<number>-?\d+(?:\.\d+)?)(?![\w-])`,
    String.raw`(?<word>[$A-Za-z_][\w.]*)`,
    String.raw`(?<mark>[(),:/]))`,
  ].join('|'),
  'iy',
)

export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (text.slice(at).trim() !== '') {
    pattern.lastIndex = at
    const groups = pattern.exec(text)?.groups
    if (!groups) throw syntaxError(text, at)
    tokens.push(tokenOf(groups, at))
    at = pattern.lastIndex
  }
  return [...tokens, { type: 'end', at }]
}

function tokenOf(groups: Partial<Record<string, string>>, at: number): Token {
  const { string, dateTime, guid, number, word = '', mark } = groups
  const literal = (value: Literal): Token => ({ type: 'literal', literal: value, at })
  if (string !== undefined) {
    return literal({ type: 'string', value: string.slice(1, -1).replaceAll("''", "'") })
  }
  if (dateTime !== undefined) return literal({ type: 'dateTime', value: dateTime })
  if (guid !== undefined) return literal({ type: 'string', value: guid })
  if (number !== undefined) return literal({ type: 'number', value: Number(number) })
  if (mark !== undefined) return { type: 'mark', text: mark, at }
  if (word === 'true' || word === 'false') return literal({ type: 'boolean', value: word === 'true' })
  if (word === 'null') return literal({ type: 'null' })
  return { type: 'word', text: word, at }
}

export const syntaxError = (text: string, at: number) =>
  malformed(`Invalid filter clause: Syntax error at position ${at} in '${text}'.`)
