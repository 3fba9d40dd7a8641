/** Parses query options and rejects those that Graph does not support. */
import { badRequest, malformed, notEmulated, unsupportedQuery } from '../errors.js'
import type { EntraRequest } from '../messages.js'

export interface Query {
  select?: string
  filter?: string
  search?: string
  orderby?: string
  top?: number
  skipToken?: string
  /** `$count=true`, which takes effect only together with `eventual`. */
  count: boolean
  /** The request has the header `ConsistencyLevel: eventual`. */
  eventual: boolean
  /** Both of them, as advanced queries require. */
  advanced: boolean
}

const known = new Set([
  '$select',
  '$filter',
  '$search',
  '$orderby',
  '$top',
  '$count',
  '$skiptoken',
  '$format',
])
const forCollections = ['$filter', '$search', '$orderby', '$top', '$count', '$skiptoken']
export const maxPageSize = 999

export function parseQuery(request: EntraRequest): Query {
  const options = request.query
  checkNames(options)
  const get = (name: string) => options.get(name) ?? undefined
  const eventual = request.headers['consistencylevel']?.toLowerCase() === 'eventual'
  const count = parseCount(get('$count'))
  const top = parseTop(get('$top'))
  return {
    ...(get('$select') !== undefined && { select: get('$select') }),
    ...(get('$filter') !== undefined && { filter: get('$filter') }),
    ...(get('$search') !== undefined && { search: get('$search') }),
    ...(get('$orderby') !== undefined && { orderby: get('$orderby') }),
    ...(get('$skiptoken') !== undefined && { skipToken: get('$skiptoken') }),
    ...(top !== undefined && { top }),
    count,
    eventual,
    advanced: eventual && count,
  }
}

/** Ignores options that do not start with `$`, like Graph. */
function checkNames(options: URLSearchParams): void {
  for (const name of new Set(options.keys())) {
    if (!name.startsWith('$')) continue
    if (name === '$skip') throw badRequest("'$skip' is not supported by the service.")
    if (name === '$expand') throw notEmulated('$expand')
    if (!known.has(name)) throw malformed(`The query parameter '${name}' is not supported.`)
    if (options.getAll(name).length > 1) {
      throw malformed(
        `Query option '${name}' was specified more than once, but it must be specified at most once.`,
      )
    }
  }
}

function parseCount(text: string | undefined): boolean {
  if (text === undefined || text === 'false') return false
  if (text === 'true') return true
  throw malformed(
    `Invalid value '${text}' for $count query option found. Valid values are 'true' and 'false'.`,
  )
}

function parseTop(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const top = /^\d+$/.test(text) ? Number(text) : NaN
  if (top >= 1 && top <= maxPageSize) return top
  throw unsupportedQuery(
    `Invalid page size specified: '${text}'. Must be between 1 and ${maxPageSize} inclusive.`,
  )
}

/** Rejects the options that apply only to collections, in a read of one object. */
export function rejectCollectionOptions(request: EntraRequest): void {
  const misplaced = forCollections.find((name) => request.query.has(name))
  if (misplaced === undefined) return
  throw malformed(`Query option '${misplaced}' is not allowed: it can be applied only to collections.`)
}
