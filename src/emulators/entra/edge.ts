/**
 * Entry point of every request: applies faults, dispatches to the sign-in service or Graph, adds ids and
 * headers, and logs.
 */
import { randomUUID } from 'node:crypto'
import type { Authority } from './authority/authority.js'
import { GraphRefusal, refusalResponse, type RequestIds } from './errors.js'
import { respondWithFault, type FaultQueue } from './faults.js'
import type { Graph } from './graph/graph.js'
import type { LogWriter } from './log.js'
import type { EntraResponse, EntraRequest } from './messages.js'

export interface EdgeOptions {
  authority: Authority
  graph: Graph
  faults: FaultQueue
  log: LogWriter
  onRequest?: (request: EntraRequest) => void
  now: () => number
}

export type Edge = (request: EntraRequest) => Promise<EntraResponse>

const diagnostic = JSON.stringify({
  ServerInfo: {
    DataCenter: 'Emulator',
    Slice: 'E',
    Ring: '5',
    ScaleUnit: '001',
    RoleInstance: 'EMULATOR01',
  },
})

export function createEdge(options: EdgeOptions): Edge {
  const { authority, graph, faults, log, onRequest, now } = options

  const edge: Edge = async (request) => {
    const requestId = randomUUID()
    const ids = { requestId, clientRequestId: request.headers['client-request-id'] ?? requestId }
    const carryOut = () =>
      request.area === 'authority' ? authority(request, ids.clientRequestId) : graph(request, ids, edge)
    const respond = async () => {
      onRequest?.(request)
      const fault = faults.take(request)
      return fault ? respondWithFault(fault, request, carryOut) : carryOut()
    }
    const answer = await orErrorResponse(respond(), ids, now)
    const complete = { ...answer, headers: { ...commonHeaders(request, ids), ...answer.headers } }
    log.add(request, {
      ...ids,
      status: hasNoResponse(complete) ? 0 : complete.status,
      resourceUnits: Number(complete.headers['x-ms-resource-unit'] ?? 0),
      at: now(),
    })
    return complete
  }
  return edge
}

const hasNoResponse = ({ delivery }: EntraResponse): boolean => delivery === 'reset' || delivery === 'none'

async function orErrorResponse(
  answer: Promise<EntraResponse>,
  ids: RequestIds,
  now: () => number,
): Promise<EntraResponse> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof GraphRefusal) return refusalResponse(error, ids, new Date(now()))
    // Reports a defect of the emulator, or of a fault that a test defined, by its message.
    const message = error instanceof Error ? error.message : String(error)
    return refusalResponse(new GraphRefusal(500, 'UnknownError', message), ids, new Date(now()))
  }
}

function commonHeaders(request: EntraRequest, ids: RequestIds): Record<string, string> {
  const common = {
    'Cache-Control': 'no-cache',
    'request-id': ids.requestId,
    'client-request-id': ids.clientRequestId,
  }
  if (request.area === 'authority') return common
  return { ...common, 'OData-Version': '4.0', 'x-ms-ags-diagnostic': diagnostic }
}
