/** `$orderby` by one property, and `$search` in its simple form. */
import { badRequest, unsupportedQuery } from '../errors.js'
import type { DirectoryObject } from '../tenant/objects.js'

export type Sortable = readonly string[]

export function sortObjects(
  objects: readonly DirectoryObject[],
  orderby: string,
  sortable: Sortable,
): DirectoryObject[] {
  const [name = '', direction = 'asc', ...rest] = orderby.trim().split(/\s+/)
  const property = sortable.find((known) => known.toLowerCase() === name.toLowerCase())
  if (property === undefined || rest.length || !/^(asc|desc)$/.test(direction)) {
    throw unsupportedQuery('Sorting not supported for current query.')
  }
  const sign = direction === 'desc' ? -1 : 1
  const textOf = (object: DirectoryObject) => {
    const value = object.properties[property]
    return typeof value === 'string' ? value.toLowerCase() : ''
  }
  return [...objects].sort((a, b) => sign * (textOf(a) < textOf(b) ? -1 : textOf(a) > textOf(b) ? 1 : 0))
}

type Test = (object: DirectoryObject) => boolean

/** Parses `"displayName:sales" AND "description:emea"`; a clause matches at the beginnings of words. */
export function searchPredicate(search: string, searchable: readonly string[]): Test {
  const alternatives = search.split(/\s+OR\s+/).map((part) => {
    const tests = part.split(/\s+AND\s+/).map((clause) => clauseTest(clause.trim(), searchable))
    return (object: DirectoryObject) => tests.every((test) => test(object))
  })
  return (object) => alternatives.some((test) => test(object))
}

function clauseTest(clause: string, searchable: readonly string[]): Test {
  const parsed = /^"(?:([A-Za-z]+):)?([^"]+)"$/.exec(clause)
  const name = parsed?.[1] ?? 'displayName'
  const property = searchable.find((known) => known.toLowerCase() === name.toLowerCase())
  if (!parsed || property === undefined) throw badRequest(`Invalid search clause: ${clause}.`)
  const wanted = (parsed[2] ?? '').toLowerCase().split(/\s+/)
  return (object) => {
    const value = object.properties[property]
    const words = typeof value === 'string' ? value.toLowerCase().split(/[\s\-_.@]+/) : []
    return wanted.every((text) => words.some((word) => word.startsWith(text)))
  }
}
