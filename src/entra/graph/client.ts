/** Microsoft's Graph client, with nothing of it left in charge: it builds the request, the answer comes back as it is. */
import { randomUUID } from 'node:crypto'
import { createHttpHeaders, createPipelineRequest, type HttpClient } from '@azure/core-rest-pipeline'
import { Client, ResponseType, type Context, type Middleware } from '@microsoft/microsoft-graph-client'
import type { Tokens } from '../signIn/credentials.js'
import type { GraphAnswer, GraphRequest } from './messages.js'

export interface GraphClient {
  send(request: GraphRequest): Promise<GraphAnswer>
  requests(): number
}

export function openGraph(graphUrl: string, tokens: Tokens, httpClient: HttpClient): GraphClient {
  let requests = 0
  // The client turns what a middleware throws into an error of its own, without class or cause: it travels around it.
  const failures = new WeakMap<Response, unknown>()
  const transport: Middleware = {
    async execute(context) {
      requests++
      try {
        context.response = await exchange(context, httpClient)
      } catch (error) {
        context.response = new Response()
        failures.set(context.response, error)
      }
    },
  }
  const client = Client.initWithMiddleware({
    baseUrl: `${graphUrl}/`,
    defaultVersion: 'v1.0',
    middleware: transport,
  })
  const sendWith = async (token: string, { method, url, headers, body, signal }: GraphRequest) => {
    const request = client
      .api(url.startsWith('/beta/') ? url.slice('/beta'.length) : url)
      .responseType(ResponseType.RAW)
      .headers({ ...headers, 'client-request-id': randomUUID(), Authorization: `Bearer ${token}` })
      .option('signal', signal)
    if (url.startsWith('/beta/')) request.version('beta')
    const response = (await (method === 'GET' ? request.get() : request.post(body))) as Response
    if (failures.has(response)) throw failures.get(response)
    const text = await response.text()
    return { status: response.status, headers: response.headers, json: parsed(text), text }
  }
  return {
    requests: () => requests,
    async send(request) {
      // Asked for on every try: the time between two may be longer than a token's life.
      const token = await tokens.get(request.signal)
      const answer = await sendWith(token, request)
      if (answer.status !== 401) return answer
      return sendWith(await tokens.get(request.signal, token), request)
    },
  }
}

/** A background job yields to people: throttle priority low (Graph throttling guidance). */
const always = { Accept: 'application/json', 'x-ms-throttle-priority': 'Low' }

async function exchange({ request, options }: Context, httpClient: HttpClient): Promise<Response> {
  const given = options?.headers as Record<string, string> | undefined
  const answer = await httpClient.sendRequest(
    createPipelineRequest({
      url: request as string,
      method: options?.method === 'POST' ? 'POST' : 'GET',
      headers: createHttpHeaders({ ...always, ...given }),
      body: options?.body as string | undefined,
      abortSignal: options?.signal as AbortSignal | undefined,
    }),
  )
  return new Response(answer.bodyAsText || undefined, {
    status: answer.status,
    headers: answer.headers.toJSON(),
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
