/**
 * Sends single requests to Graph. Microsoft's Graph client only builds them: its retries, redirects and error handling
 * are not used, so a response is returned unchanged.
 */
import { randomUUID } from 'node:crypto'
import { createHttpHeaders, createPipelineRequest, type HttpClient } from '@azure/core-rest-pipeline'
import { Client, ResponseType, type Context, type Middleware } from '@microsoft/microsoft-graph-client'
import type { AccessTokens } from '../signIn/credentials.js'
import type { GraphResponse, GraphRequest } from './types.js'

export interface GraphClient {
  /** Sends a request once, or twice if Graph rejects the token of the first attempt. */
  send(request: GraphRequest): Promise<GraphResponse>
  /** The number of requests sent so far. */
  requestCount(): number
}

export function openGraphClient(graphUrl: string, tokens: AccessTokens, httpClient: HttpClient): GraphClient {
  let requests = 0
  const errors = new WeakMap<Response, unknown>()
  const middleware = createMiddleware(httpClient, errors, () => requests++)
  const client = Client.initWithMiddleware({ baseUrl: `${graphUrl}/`, defaultVersion: 'v1.0', middleware })
  const sendWithToken = async (token: string, request: GraphRequest): Promise<GraphResponse> => {
    const response = await sendHttpRequest(client, token, request)
    if (errors.has(response)) throw errors.get(response)
    const text = await response.text()
    return { status: response.status, headers: response.headers, json: parseJson(text), text }
  }
  return {
    requestCount: () => requests,
    async send(request) {
      // Requested for each attempt, because the pause before a retry can outlast a token.
      const token = await tokens.get(request.signal)
      const response = await sendWithToken(token, request)
      if (response.status !== 401) return response
      return sendWithToken(await tokens.get(request.signal, token), request)
    },
  }
}

/**
 * Sends requests through our transport. An error is stored in `errors` for an empty response, because the Graph client
 * converts anything that a middleware throws to an error of its own, without class and cause.
 */
function createMiddleware(
  httpClient: HttpClient,
  errors: WeakMap<Response, unknown>,
  onRequest: () => void,
): Middleware {
  return {
    async execute(context) {
      onRequest()
      try {
        context.response = await exchange(context, httpClient)
      } catch (error) {
        context.response = new Response()
        errors.set(context.response, error)
      }
    },
  }
}

async function sendHttpRequest(
  client: Client,
  token: string,
  { method, url, headers, body, signal }: GraphRequest,
): Promise<Response> {
  const isBeta = url.startsWith('/beta/')
  const request = client
    .api(isBeta ? url.slice('/beta'.length) : url)
    .responseType(ResponseType.RAW)
    .headers({ ...headers, 'client-request-id': randomUUID(), Authorization: `Bearer ${token}` })
    .option('signal', signal)
  if (isBeta) request.version('beta')
  return (await (method === 'GET' ? request.get() : request.post(body))) as Response
}

/** The low priority lets interactive clients go first when Graph throttles (Graph throttling guidance). */
const commonHeaders = { Accept: 'application/json', 'x-ms-throttle-priority': 'Low' }

async function exchange({ request, options }: Context, httpClient: HttpClient): Promise<Response> {
  const headers = options?.headers as Record<string, string> | undefined
  const response = await httpClient.sendRequest(
    createPipelineRequest({
      url: request as string,
      method: options?.method === 'POST' ? 'POST' : 'GET',
      headers: createHttpHeaders({ ...commonHeaders, ...headers }),
      body: options?.body as string | undefined,
      abortSignal: options?.signal as AbortSignal | undefined,
    }),
  )
  return new Response(response.bodyAsText || undefined, {
    status: response.status,
    headers: response.headers.toJSON(),
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
