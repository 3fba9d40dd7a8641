/** Mutations of each complete read: the check for the last page is removed. */
import { mutationsOf } from './mutation.js'

/** The first page counts as the whole list. */
const firstOf = (pages: string): string =>
  `(async function* () { for await (const page of ${pages}) yield { ...page, last: true } })()`

const rangeMismatch = 'throw rangeMismatch(wanted, start)'

export const reads = mutationsOf('completeRead', {
  readToEnd: [
    [
      'model/completeRead',
      '  const where =',
      '  if (count >= 0) return { items } as unknown as CompleteRead<T>\n  const where =',
      'model/completeRead',
    ],
  ],
  readGroupMembers: [
    [
      'entra/members',
      'readToEnd(pages, description,',
      `readToEnd(${firstOf('pages')}, description,`,
      'contract/source.emulators',
    ],
    // A missing response is not an empty group.
    [
      'entra/graph/batch',
      "status: 504,\n  json: { error: { message: 'no response in the batch' } },",
      'status: 200,\n  json: { value: [] },',
      'entra/graph/batch',
    ],
  ],
  memberPages: [
    ['entra/members', 'last: next === undefined', 'last: true', 'contract/source.emulators'],
    [
      'entra/members',
      "if (first.status !== 200 || !Array.isArray(body.value))\n    throw graphResponseError(`/groups/${id}/members`, first)\n  const next = body['@odata.nextLink']\n  yield { items: body.value,",
      "if (first.status !== 200) throw graphResponseError(`/groups/${id}/members`, first)\n  const next = body['@odata.nextLink']\n  yield { items: body.value ?? [],",
      'entra/graph/pages',
    ],
    [
      'entra/members',
      'first.status !== 200 || !Array.isArray(body.value)',
      '!Array.isArray(body.value ??= [])',
      'contract/source.emulators',
    ],
  ],
  readGroups: [
    [
      'entra/groups',
      'readToEnd(pages, description,',
      `readToEnd(${firstOf('pages')}, description,`,
      'contract/source.emulators',
    ],
    // A group that could not be read is not missing.
    [
      'entra/groupsById',
      "throw graphResponseError('/groups/{id}', response)",
      'return []',
      'entra/locateGroups',
    ],
  ],
  pagesOfAll: [
    ['entra/groups', 'last: last && index === urls.length - 1', 'last', 'contract/source.emulators'],
  ],
  readPages: [
    ['entra/graph/pages', 'last: next === undefined', 'last: true', 'contract/source.emulators'],
    [
      'entra/graph/pages',
      'if (!Array.isArray(body?.value)) throw missingList(url)\n',
      'if (!Array.isArray(body?.value)) {\n      yield { items: [], last: true }\n      return\n    }\n',
      'entra/graph/pages',
    ],
  ],
  readMatches: [
    [
      'entra/findGroups',
      "body['@odata.nextLink'] === undefined",
      "body['@odata.nextLink'] === undefined || url !== ''",
      'entra/findGroups',
    ],
  ],
  // Its listing has one page; a second lookup makes it complete.
  locateGroups: [['entra/locateGroups', 'of [0, ...pausesMs]', 'of [0]', 'entra/locateGroups']],
  searchPages: [
    [
      'ad/ldap/operations',
      'const last = cookie.length === 0',
      'const last = true',
      'ad/ldap/connection.wire',
    ],
  ],
  retryListing: [
    [
      'ad/retryListing',
      'yield { items: fresh.map((entry) => ({ entry, connection })), last }',
      'yield { items: fresh.map((entry) => ({ entry, connection })), last: true }',
      'ad/retryListing',
    ],
    [
      'ad/retryListing',
      'return // without a last page',
      'yield { items: [], last: true }\n      return // without a last page',
      'ad/retryListing.end',
    ],
  ],
  managedPages: [
    ['ad/managedGroups', 'last: last && index === filters.length - 1', 'last', 'ad/target.paging'],
  ],
  readManagedGroups: [
    [
      'ad/managedGroups',
      'readToEnd(retryListing(session, listing),',
      `readToEnd(${firstOf('retryListing(session, listing)')},`,
      'ad/target.reading',
    ],
  ],
  readAllPrimaryMembers: [
    ['ad/primaryMembers', 'return page?.last ? byGroup', 'return page ? byGroup', 'ad/target.reading'],
  ],
  readLinks: [
    [
      'ad/ranges',
      'readToEnd(readRanges({ attribute, guid, dn }, entry, connection),',
      `readToEnd(${firstOf('readRanges({ attribute, guid, dn }, entry, connection)')},`,
      'ad/ranges',
    ],
    // The list of containing groups was truncated.
    [
      'ad/protectedParents',
      "[...entry.attributes.keys()].some((name) => name.startsWith('memberof;'))",
      'entry.attributes.size < 0',
      'ad/target.reading',
    ],
  ],
  readRanges: [
    ['ad/ranges', 'last: range.next === undefined', 'last: true', 'ad/ranges'],
    ['ad/ranges', "to === '*' ? { links } : { links, next: Number(to) + 1 }", '{ links }', 'ad/ranges'],
    ['ad/ranges', `if (Number(from) !== start) ${rangeMismatch}`, 'void from', 'ad/ranges'],
    ['ad/ranges', `if (start > 0) ${rangeMismatch}`, '', 'ad/ranges'],
    [
      'ad/ranges',
      `return rangeOf(wanted, entry, start)\n  ${rangeMismatch}`,
      'return rangeOf(wanted, entry, start)\n  return { links: [] }',
      'ad/ranges',
    ],
  ],
})
