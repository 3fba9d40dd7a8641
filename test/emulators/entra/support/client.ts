/** A plain HTTPS client for the emulator, which compares every response with Microsoft's schema. */
import { request as httpsRequest } from 'node:https'
import type { IncomingHttpHeaders } from 'node:http'
import type { App } from '../../../../src/emulators/entra/authority/apps.js'
import type { Entra } from '../../../../src/emulators/entra/entra.js'
import { checkAnswer } from './schema.js'

export type Json = Record<string, unknown>

export interface Reply {
  status: number
  headers: IncomingHttpHeaders
  text: string
  /** The parsed body; empty if it is not JSON. */
  body: Json
}

export interface Ask {
  method?: string
  headers?: Record<string, string>
  /** Sent as JSON. */
  body?: unknown
  /** By default a new token of the first app. */
  token?: string
  /** Skips the schema, for responses that are not Graph's. */
  unchecked?: boolean
}

export const eventual = { ConsistencyLevel: 'eventual' }

/** `target` is an absolute URL, or a path with its version. */
export async function ask(entra: Entra, target: string, options: Ask = {}): Promise<Reply> {
  const { method = 'GET', body, unchecked = false } = options
  const token = options.token ?? (await signIn(entra))
  const reply = await send(entra, target, {
    method,
    headers: {
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...options.headers,
    },
    text: body === undefined ? '' : JSON.stringify(body),
  })
  if (!unchecked) checkAnswer(method, new URL(target, entra.graphUrl), reply)
  return reply
}

/** GET on v1.0. */
export const get = (entra: Entra, path: string, options: Ask = {}): Promise<Reply> =>
  ask(entra, `/v1.0${path}`, options)

/** GET on v1.0 with the header of advanced queries. */
export const getEventual = (entra: Entra, path: string, options: Ask = {}): Promise<Reply> =>
  get(entra, path, { ...options, headers: { ...eventual, ...options.headers } })

interface Raw {
  method: string
  headers: Record<string, string>
  text: string
}

export function send(entra: Entra, target: string, { method, headers, text }: Raw): Promise<Reply> {
  const url = new URL(target, entra.graphUrl)
  return new Promise((resolve, reject) => {
    const request = httpsRequest(url, { method, headers, ca: entra.caPem, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const received = Buffer.concat(chunks).toString()
        const { statusCode = 0, headers: received_ } = response
        resolve({ status: statusCode, headers: received_, text: received, body: parsed(received) })
      })
    })
    request.on('error', reject)
    request.end(text)
  })
}

export async function requestToken(entra: Entra, form: Record<string, string>, tenant = entra.tenantId) {
  return send(entra, `/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    text: new URLSearchParams(form).toString(),
  })
}

export async function signIn(entra: Entra, app: App = entra.app): Promise<string> {
  const reply = await requestToken(entra, {
    grant_type: 'client_credentials',
    client_id: app.clientId,
    client_secret: app.secret ?? '',
    scope: `${entra.graphUrl}/.default`,
  })
  return String(reply.body['access_token'])
}

export const items = (reply: Reply): Json[] => (reply.body['value'] ?? []) as Json[]

export const namesIn = (reply: Reply): unknown[] => items(reply).map((item) => item['displayName'])

export const idsIn = (reply: Reply): unknown[] => items(reply).map((item) => item['id'])

export const nextLink = (reply: Reply): string | undefined =>
  reply.body['@odata.nextLink'] as string | undefined

export interface GraphError {
  code: string
  message: string
  innerError: Json
}

export const errorIn = (reply: Reply): Partial<GraphError> => reply.body['error'] ?? {}

/** Status and code of an error. */
export const refusal = (reply: Reply): string => `${reply.status} ${errorIn(reply).code}`

function parsed(text: string): Json {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Json) : {}
  } catch {
    return {}
  }
}
