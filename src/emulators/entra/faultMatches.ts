/**
 * Predicates that select the requests for members of groups to which a fault applies. They match items of
 * batches and single requests alike.
 */
import type { EntraRequest } from './messages.js'
import { idOf, type Reference } from './tenant/objects.js'

export type RequestMatch = (request: EntraRequest) => boolean

export interface PageChoice {
  /** Every page by default. */
  page?: 'first' | 'later'
  /** Only items of a batch, or only single requests; both by default. */
  inBatch?: boolean
}

/** Matches pages of direct members, with or without a type cast; without an argument, of every group. */
export function membersOf(group?: Reference, { page, inBatch }: PageChoice = {}): RequestMatch {
  const isTheirs = pathMatcher(group, /^\/groups\/([^/]+)\/members(?:\/microsoft\.graph\.\w+)?$/i)
  return (request) =>
    isTheirs(request) &&
    (page === undefined || request.query.has('$skiptoken') === (page === 'later')) &&
    (inBatch === undefined || (request.batchItem !== undefined) === inBatch)
}

/** Matches counts of direct members; without an argument, of every group. */
export const countOf = (group?: Reference): RequestMatch =>
  pathMatcher(group, /^\/groups\/([^/]+)\/members(?:\/microsoft\.graph\.\w+)?\/\$count$/i)

/** The group is the first capture of the pattern. */
function pathMatcher(group: Reference | undefined, pattern: RegExp): RequestMatch {
  const wanted = group === undefined ? undefined : idOf(group)
  return ({ method, path }) => {
    const id = method === 'GET' ? pattern.exec(path)?.[1] : undefined
    return id !== undefined && (wanted === undefined || id.toLowerCase() === wanted)
  }
}
