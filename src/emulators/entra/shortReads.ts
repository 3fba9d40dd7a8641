/**
 * Faults that return 200 and a well-formed body with missing data. A replica, a proxy or a defect may produce
 * them, and a client must not draw wrong conclusions from them.
 */
import type { FaultResponse } from './faults.js'
import { pageLink, equivalentToken } from './graph/paging.js'
import type { EntraResponse, EntraRequest } from './messages.js'

type Page = Record<string, unknown> & { value: unknown[] }

const link = '@odata.nextLink'

/** A page without items and without a nextLink, like an empty listing. */
export const emptyPage = (): FaultResponse =>
  changePages((page) => ({ ...withoutProperty(page, link), value: [] }))

/** A page without its nextLink, like the last page. */
export const lostLink = (): FaultResponse => changePages((page) => withoutProperty(page, link))

/**
 * An empty page whose nextLink leads to the items that it should have had. This is valid: pages may be empty
 * (Microsoft, "Paging Microsoft Graph data in your app"). The link differs from the one that was followed, so
 * that it is not a loop. A listing with a single page stays unchanged.
 */
export const emptyMiddle = (): FaultResponse =>
  changePages((page, request) => {
    const token = tokenOf(page, request)
    if (token === undefined) return page
    const { origin } = new URL(String(page['@odata.context']))
    return { ...page, value: [], [link]: pageLink(origin, request.url, token) }
  })

/**
 * Returns a token for this same page: from the request's token, or derived from the token of the next page.
 */
function tokenOf(page: Page, { query }: EntraRequest): string | undefined {
  const own = query.get('$skiptoken')
  if (own !== null) return equivalentToken(own)
  const next = typeof page[link] === 'string' ? new URL(page[link]).searchParams.get('$skiptoken') : null
  return next === null ? undefined : equivalentToken(next, page.value.length)
}

/**
 * One member with only type and id, as Graph returns members that an app may not read ("limited information
 * returned for inaccessible member objects"), among complete ones.
 */
export function limitedMember(id: string): FaultResponse {
  const limited = (item: unknown): unknown =>
    isMember(item) && item['id'] === id ? Object.fromEntries(Object.entries(item).map(emptyProperty)) : item
  return changePages((page) => ({ ...page, value: page.value.map(limited) }))
}

const shown = ['@odata.type', 'id']

const emptyProperty = ([name, value]: [string, unknown]): [string, unknown] => [
  name,
  shown.includes(name) ? value : Array.isArray(value) ? [] : null,
]

/** Changes pages only; other responses, such as errors, stay unchanged. */
const changePages = (change: (page: Page, request: EntraRequest) => Page): FaultResponse => ({
  rewrite: (answer: EntraResponse, request) =>
    answer.status === 200 && isPage(answer.body) ? { ...answer, body: change(answer.body, request) } : answer,
})

const isPage = (body: unknown): body is Page =>
  typeof body === 'object' && body !== null && Array.isArray((body as Partial<Page>).value)

const isMember = (item: unknown): item is Record<string, unknown> => typeof item === 'object' && item !== null

function withoutProperty(page: Page, name: string): Page {
  const rest = { ...page }
  delete rest[name]
  return rest
}
