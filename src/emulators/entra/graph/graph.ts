/** Microsoft Graph: verifies the token, finds the route, checks permissions and calls the handler. */
import { permits } from '../authority/permissions.js'
import type { Caller, Tokens } from '../authority/tokens.js'
import { denied, malformed, Refusal, refusalAnswer, type RequestIds } from '../errors.js'
import type { Answer, EntraRequest } from '../messages.js'
import type { TenantData } from '../tenant/tenant.js'
import { answerBatch, type AnswerItem } from './batch.js'
import { resourceUnits } from './cost.js'
import type { Paging } from './paging.js'
import type { Version } from './properties.js'
import { parseQuery } from './query.js'
import { findRoute } from './routes.js'
import type { Throttle } from './throttling.js'
import type { Undocumented } from './undocumented.js'

export interface GraphOptions {
  /** URL without a path. */
  origin: string
  tenantId: string
  tenant: TenantData
  tokens: Tokens
  paging: Paging
  throttle: Throttle
  undocumented: Undocumented
  now: () => number
}

export type Graph = (request: EntraRequest, ids: RequestIds, answerItem: AnswerItem) => Promise<Answer>

export function createGraph(options: GraphOptions): Graph {
  return async (request, ids, answerItem) => {
    const refuse = (refusal: Refusal) => refusalAnswer(refusal, ids, new Date(options.now()))
    const spent: Record<string, string> = {}
    try {
      const version = versionOf(request)
      const caller = await options.tokens.verify(request.headers['authorization'])
      if (isBatch(request)) {
        Object.assign(spent, { 'x-ms-resource-unit': '1' })
        const answer = await answerBatch(request, ids, answerItem, refuse, options.undocumented)
        return withHeaders(answer, spent)
      }
      return withHeaders(answerCall(request, version, caller, options, spent), spent)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return withHeaders(refuse(error), spent)
    }
  }
}

/** Fills `spent` with the headers for the cost of the request, which rejected requests have too. */
function answerCall(
  request: EntraRequest,
  version: Version,
  caller: Caller,
  options: GraphOptions,
  spent: Record<string, string>,
): Answer {
  const { route, params } = findRoute(request)
  const query = parseQuery(request)
  const units = resourceUnits(route, query)
  spent['x-ms-resource-unit'] = String(units)
  Object.assign(spent, options.throttle.book(caller.clientId, units))
  if (!permits(caller.permissions, route.permissions)) throw denied()
  return route.handle({
    request,
    version,
    params,
    query,
    caller,
    tenantId: options.tenantId,
    tenant: options.tenant,
    paging: options.paging,
    undocumented: options.undocumented,
    root: `${options.origin}/${version}`,
    store: route.method === 'PATCH' ? options.tenant.primary : options.tenant.read(),
  })
}

function isBatch({ method, path, batchItem }: EntraRequest): boolean {
  if (path !== '/$batch' || method !== 'POST') return false
  if (batchItem !== undefined) throw malformed('A batch cannot be an item of a batch.')
  return true
}

function versionOf({ version }: EntraRequest): Version {
  if (version === 'v1.0' || version === 'beta') return version
  throw malformed(`Invalid version: ${version}.`)
}

const withHeaders = (answer: Answer, headers: Record<string, string>): Answer => ({
  ...answer,
  headers: { ...headers, ...answer.headers },
})
