/**
 * Answers that are 200 and well formed, and do not have what they should. A replica, a proxy or a defect may make them, and
 * what a reader concludes from a page has to hold all the same.
 */
import type { FaultResponse } from './faults.js'
import { pageLink, repeatToken } from './graph/paging.js'
import type { Answer, EntraRequest } from './messages.js'

type Page = Record<string, unknown> & { value: unknown[] }

const link = '@odata.nextLink'

/** A page without items and without a link, as if there were none. */
export const emptyPage = (): FaultResponse => onPages((page) => ({ ...without(page, link), value: [] }))

/** A page whose link to the next one is missing, as if it were the last. */
export const lostLink = (): FaultResponse => onPages((page) => without(page, link))

/**
 * A page without items whose link leads to what it should have had. Harmless: pages may be empty (Microsoft, "Paging
 * Microsoft Graph data in your app"). The link is not the one that was followed, so that it is no circle. A listing of one
 * page stays as it is.
 */
export const emptyMiddle = (): FaultResponse =>
  onPages((page, request) => {
    const token = tokenOf(page, request)
    if (token === undefined) return page
    const { origin } = new URL(String(page['@odata.context']))
    return { ...page, value: [], [link]: pageLink(origin, request.url, token) }
  })

/** For this same page: by the token it was asked with, or by the one for the next page. */
function tokenOf(page: Page, { query }: EntraRequest): string | undefined {
  const own = query.get('$skiptoken')
  if (own !== null) return repeatToken(own)
  const next = typeof page[link] === 'string' ? new URL(page[link]).searchParams.get('$skiptoken') : null
  return next === null ? undefined : repeatToken(next, page.value.length)
}

/**
 * One member with nothing but its type and id, as Graph shows those an app may not read ("limited information returned for
 * inaccessible member objects"), while all others are whole.
 */
export function limitedMember(id: string): FaultResponse {
  const limited = (item: unknown): unknown =>
    isMember(item) && item['id'] === id ? Object.fromEntries(Object.entries(item).map(emptied)) : item
  return onPages((page) => ({ ...page, value: page.value.map(limited) }))
}

const shown = ['@odata.type', 'id']

const emptied = ([name, value]: [string, unknown]): [string, unknown] => [
  name,
  shown.includes(name) ? value : Array.isArray(value) ? [] : null,
]

/** What is no page, a refusal for example, stays as it is. */
const onPages = (change: (page: Page, request: EntraRequest) => Page): FaultResponse => ({
  rewrite: (answer: Answer, request) =>
    answer.status === 200 && isPage(answer.body) ? { ...answer, body: change(answer.body, request) } : answer,
})

const isPage = (body: unknown): body is Page =>
  typeof body === 'object' && body !== null && Array.isArray((body as Partial<Page>).value)

const isMember = (item: unknown): item is Record<string, unknown> => typeof item === 'object' && item !== null

function without(page: Page, name: string): Page {
  const rest = { ...page }
  delete rest[name]
  return rest
}
