/** Microsoft Graph: verifies the token, finds the route, checks permissions and calls the handler. */
import { permits } from '../authority/permissions.js'
import type { Caller, Tokens } from '../authority/tokens.js'
import { accessDeniedError, malformed, GraphRefusal, refusalResponse, type RequestIds } from '../errors.js'
import type { EntraResponse, EntraRequest } from '../messages.js'
import type { TenantData } from '../tenant/tenant.js'
import { handleBatch, type HandleItem } from './batch.js'
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

export type Graph = (request: EntraRequest, ids: RequestIds, answerItem: HandleItem) => Promise<EntraResponse>

export function createGraph(options: GraphOptions): Graph {
  return async (request, ids, answerItem) => {
    const refuse = (refusal: GraphRefusal) => refusalResponse(refusal, ids, new Date(options.now()))
    const costHeaders: Record<string, string> = {}
    try {
      const version = versionOf(request)
      const caller = await options.tokens.verify(request.headers['authorization'])
      if (isBatch(request)) {
        Object.assign(costHeaders, { 'x-ms-resource-unit': '1' })
        const answer = await handleBatch(request, ids, answerItem, refuse, options.undocumented)
        return withHeaders(answer, costHeaders)
      }
      return withHeaders(handleRequest(request, version, caller, options, costHeaders), costHeaders)
    } catch (error) {
      if (!(error instanceof GraphRefusal)) throw error
      return withHeaders(refuse(error), costHeaders)
    }
  }
}

/** Fills `spent` with the headers for the cost of the request, which rejected requests have too. */
function handleRequest(
  request: EntraRequest,
  version: Version,
  caller: Caller,
  options: GraphOptions,
  spent: Record<string, string>,
): EntraResponse {
  const { route, params } = findRoute(request)
  const query = parseQuery(request)
  const units = resourceUnits(route, query)
  spent['x-ms-resource-unit'] = String(units)
  Object.assign(spent, options.throttle.deduct(caller.clientId, units))
  if (!permits(caller.permissions, route.permissions)) throw accessDeniedError()
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

const withHeaders = (answer: EntraResponse, headers: Record<string, string>): EntraResponse => ({
  ...answer,
  headers: { ...headers, ...answer.headers },
})
