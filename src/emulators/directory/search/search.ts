import { hiddenPredicate } from '../access/reading.js'
import {
  adminLimitExceeded,
  invalidControl,
  ldapCodes,
  noSuchObject,
  bindRequired,
  LdapRefusal,
} from '../errors.js'
import { deletedVisibility, targetEntry, type Context } from '../operations/context.js'
import { pagedResponse } from '../protocol/controls.js'
import type { SearchRequest } from '../protocol/requests.js'
import { refusalOutcome, type Outcome, type ResultEntry } from '../protocol/responses.js'
import type { Entry } from '../store/entry.js'
import { isVisible } from '../store/resolve.js'
import { candidateEntries } from './candidates.js'
import { compileFilter } from './matcher.js'
import type { ResultSet, ResultSets } from './paging.js'
import { rootDse, subordinateReferrals } from './rootDse.js'
import { readSelection, renderEntry } from './select.js'

/** The results of a search: entries and references, yielded one by one, then the outcome. */
export type SearchResults = Generator<ResultEntry | { reference: string }, Outcome, undefined>

/** @throws LdapRefusal */
export function* searchEntries(context: Context, request: SearchRequest, sets: ResultSets): SearchResults {
  const { paged } = context.controls
  if (request.base === '' && request.scope === 'base') {
    if (paged && !context.subject.account) throw bindRequired()
    yield rootDse(context, request.attributes, request.typesOnly)
    return { code: ldapCodes.success, ...(paged && { controls: [pagedResponse(Buffer.alloc(0))] }) }
  }
  if (!context.subject.account) throw bindRequired()
  if (request.base === '') throw noSuchObject()
  if (request.scope !== 'base' && (paged?.size ?? 0) > (context.limits.maxPageCost ?? Infinity))
    throw adminLimitExceeded()
  const results = resultSetFor(context, request, sets)
  const limit = Math.min(paged?.size ?? Infinity, context.limits.maxPageSize)
  const size = request.sizeLimit > 0 ? Math.min(limit, request.sizeLimit) : limit
  try {
    yield* pageEntries(context, request, results, size)
  } catch (error) {
    // The entries found so far have been sent.
    if (error instanceof LdapRefusal) return refusalOutcome(error)
    throw error
  }
  const more = results.at < results.entries.length
  if (!more && request.scope === 'sub' && !context.controls.domainScope) {
    const base = targetEntry(context, request.base)
    for (const reference of subordinateReferrals(context, base)) yield { reference }
  }
  return outcomeOf(context, request, results, sets)
}

function outcomeOf(context: Context, request: SearchRequest, results: ResultSet, sets: ResultSets): Outcome {
  const { paged } = context.controls
  const more = results.at < results.entries.length
  if (!paged) return { code: more ? ldapCodes.sizeLimitExceeded : ldapCodes.success }
  // The client's size limit also ends a paged search.
  const cut =
    more && request.sizeLimit > 0 && request.sizeLimit < Math.min(paged.size, context.limits.maxPageSize)
  const cookie = more && !cut && paged.size > 0 ? sets.keep(results) : Buffer.alloc(0)
  return {
    code: cut ? ldapCodes.sizeLimitExceeded : ldapCodes.success,
    controls: [pagedResponse(cookie)],
  }
}

/** Starts a new search, or continues the one of a cookie. */
function resultSetFor(context: Context, request: SearchRequest, sets: ResultSets): ResultSet {
  const searchKey = JSON.stringify([request.base, request.scope, request.filter])
  const cookie = context.controls.paged?.cookie
  if (!cookie?.length) return { searchKey, entries: findEntries(context, request), at: 0 }
  const kept = sets.take(cookie)
  if (kept?.searchKey !== searchKey) throw invalidControl()
  return kept
}

function findEntries(context: Context, request: SearchRequest): Entry[] {
  const { store } = context
  const base = targetEntry(context, request.base)
  const matches = searchPredicate(context, request)
  // One result more than a response can have shows that there are more.
  const enough = context.controls.paged ? Infinity : context.limits.maxPageSize + 1
  const entries: Entry[] = []
  for (const entry of candidateEntries(store, base, request.scope, request.filter)) {
    if (matches(entry) && entries.push(entry) >= enough) break
  }
  return entries
}

function searchPredicate(context: Context, { filter }: SearchRequest): (entry: Entry) => boolean {
  const { store, access, subject } = context
  const seen = deletedVisibility(context)
  const matcher = compileFilter(store, filter, hiddenPredicate(store, access, subject))
  return (entry) => isVisible(entry, seen) && matcher(entry) === true
}

/**
 * Yields one page. The directory may have changed since the search started, so entries that no longer match
 * are skipped.
 */
function* pageEntries(
  context: Context,
  request: SearchRequest,
  results: ResultSet,
  size: number,
): Generator<ResultEntry> {
  const selection = readSelection(context, request.attributes, request.typesOnly)
  const matches = searchPredicate(context, request)
  let sent = 0
  while (sent < size && results.at < results.entries.length) {
    const entry = results.entries[results.at++]
    if (!entry || !matches(entry)) continue
    sent++
    yield renderEntry(context, entry, selection)
  }
}
