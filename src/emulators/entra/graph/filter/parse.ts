/**
 * Parses `$filter` by recursive descent: or, and, not, then a comparison, function, lambda or parentheses.
 */
import { syntaxError, tokenize, type Token } from './tokens.js'
import type { Comparison, Filter, Literal, Match } from './tree.js'

const comparisons: readonly string[] = ['eq', 'ne', 'ge', 'le', 'gt', 'lt']
const matches: Readonly<Record<string, Match>> = {
  startswith: 'startsWith',
  endswith: 'endsWith',
  contains: 'contains',
}

interface Cursor {
  peek(): Token
  take(): Token
  /** Takes the next token if it is this mark or word, ignoring case. */
  takeIf(text: string): boolean
  expect(text: string): void
  fail(): never
}

/** @throws GraphRefusal 400 BadRequest with the position of the error */
export function parseFilter(text: string): Filter {
  const cursor = cursorOver(text)
  const filter = parseOr(cursor)
  if (cursor.peek().type !== 'end') cursor.fail()
  return filter
}

function cursorOver(text: string): Cursor {
  const tokens = tokenize(text)
  let position = 0
  const peek = (): Token => tokens[position] ?? { type: 'end', at: text.length }
  const cursor: Cursor = {
    peek,
    take() {
      const token = peek()
      position++
      return token
    },
    takeIf(wanted) {
      const token = peek()
      const fits = 'text' in token && token.text.toLowerCase() === wanted
      if (fits) position++
      return fits
    },
    expect(wanted) {
      if (!cursor.takeIf(wanted)) cursor.fail()
    },
    fail() {
      throw syntaxError(text, peek().at)
    },
  }
  return cursor
}

function parseOr(cursor: Cursor): Filter {
  return parseChain(cursor, 'or', parseAnd)
}

function parseAnd(cursor: Cursor): Filter {
  return parseChain(cursor, 'and', parseNot)
}

function parseChain(cursor: Cursor, type: 'and' | 'or', next: (cursor: Cursor) => Filter): Filter {
  const first = next(cursor)
  const operands = [first]
  while (cursor.takeIf(type)) operands.push(next(cursor))
  return operands.length === 1 ? first : { type, operands }
}

function parseNot(cursor: Cursor): Filter {
  return cursor.takeIf('not') ? { type: 'not', operand: parseNot(cursor) } : parseTerm(cursor)
}

function parseTerm(cursor: Cursor): Filter {
  if (cursor.takeIf('(')) {
    const inner = parseOr(cursor)
    cursor.expect(')')
    return inner
  }
  const word = takeWord(cursor)
  const match = matches[word.toLowerCase()]
  if (match && cursor.takeIf('(')) return parseMatch(cursor, match)
  return parsePath(cursor, word)
}

function parseMatch(cursor: Cursor, match: Match): Filter {
  let path = takeWord(cursor)
  while (cursor.takeIf('/')) path += `/${takeWord(cursor)}`
  cursor.expect(',')
  const literal = takeLiteral(cursor)
  cursor.expect(')')
  return { type: 'match', path, match, literal }
}

function parsePath(cursor: Cursor, first: string): Filter {
  let path = first
  while (cursor.takeIf('/')) {
    if (cursor.takeIf('any')) return parseAny(cursor, path)
    path += `/${takeWord(cursor)}`
  }
  if (cursor.takeIf('in')) return { type: 'in', path, literals: parseList(cursor) }
  const operator = takeWord(cursor)
  if (!comparisons.includes(operator)) cursor.fail()
  return { type: 'compare', path, operator: operator as Comparison, literal: takeLiteral(cursor) }
}

function parseAny(cursor: Cursor, path: string): Filter {
  cursor.expect('(')
  if (cursor.takeIf(')')) return { type: 'any', path, variable: '' }
  const variable = takeWord(cursor)
  cursor.expect(':')
  const condition = parseOr(cursor)
  cursor.expect(')')
  return { type: 'any', path, variable, condition }
}

function parseList(cursor: Cursor): Literal[] {
  cursor.expect('(')
  const literals = [takeLiteral(cursor)]
  while (cursor.takeIf(',')) literals.push(takeLiteral(cursor))
  cursor.expect(')')
  return literals
}

function takeWord(cursor: Cursor): string {
  const token = cursor.peek()
  if (token.type !== 'word') cursor.fail()
  cursor.take()
  return token.text
}

function takeLiteral(cursor: Cursor): Literal {
  const token = cursor.peek()
  if (token.type !== 'literal') cursor.fail()
  cursor.take()
  return token.literal
}
