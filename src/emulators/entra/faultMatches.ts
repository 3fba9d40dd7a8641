/** Which requests a fault happens to, where it is about the members of groups. Items of batches match like whole requests. */
import type { EntraRequest } from './messages.js'
import { idOf, type Reference } from './tenant/objects.js'

export type RequestMatch = (request: EntraRequest) => boolean

export interface PageChoice {
  /** Left out: every page. */
  page?: 'first' | 'later'
  /** Only items of a batch, or only whole requests. Left out: both. */
  inBatch?: boolean
}

/** Pages of the direct members of a group, of any group where none is named, narrowed down to a kind or not. */
export function membersOf(group?: Reference, { page, inBatch }: PageChoice = {}): RequestMatch {
  const isTheirs = matchPath(group, /^\/groups\/([^/]+)\/members(?:\/microsoft\.graph\.\w+)?$/i)
  return (request) =>
    isTheirs(request) &&
    (page === undefined || request.query.has('$skiptoken') === (page === 'later')) &&
    (inBatch === undefined || (request.batchItem !== undefined) === inBatch)
}

/** Counts of the direct members of a group, of any group where none is named. */
export const countOf = (group?: Reference): RequestMatch =>
  matchPath(group, /^\/groups\/([^/]+)\/members(?:\/microsoft\.graph\.\w+)?\/\$count$/i)

/** The pattern's group is the id. */
function matchPath(group: Reference | undefined, pattern: RegExp): RequestMatch {
  const wanted = group === undefined ? undefined : idOf(group)
  return ({ method, path }) => {
    const id = method === 'GET' ? pattern.exec(path)?.[1] : undefined
    return id !== undefined && (wanted === undefined || id.toLowerCase() === wanted)
  }
}
