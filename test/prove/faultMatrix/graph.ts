/** Faults of requests to Graph and to the sign-in: columns of the matrix. */
import * as kinds from '../../../src/emulators/entra/faultKinds.js'
import type { FaultResponse } from '../../../src/emulators/entra/faults.js'
import type { EntraResponse, EntraRequest } from '../../../src/emulators/entra/messages.js'

export interface GraphFault {
  respond: FaultResponse
  /** Kinds of requests; default: all. */
  at?: (kind: string) => boolean
  /** Status 200, well formed and incomplete or wrong. */
  isLie?: true
  isSilent?: true
}

type Body = Record<string, unknown>

const link = '@odata.nextLink'
const isPage = (kind: string): boolean =>
  /^(item: )?(listing|members|groups by filter|deleted users)/.test(kind)
const isCount = (kind: string): boolean => kind === 'item: count'
const isBatch = (kind: string): boolean => kind.startsWith('batch')
const isGraph = (kind: string): boolean => !/^(token|sign-in)/.test(kind)
const refusal = (status: number, code: string): GraphFault => ({
  respond: { status, code, message: 'As the matrix orders.' },
  at: isGraph,
})

/** Replaces the body of a successful response; other responses stay unchanged. */
const body = (change: (real: Body, request: EntraRequest) => unknown): FaultResponse => ({
  rewrite: (answer: EntraResponse, request) =>
    answer.status === 200 && typeof answer.body === 'object' && answer.body !== null
      ? { ...answer, body: change(answer.body as Body, request) }
      : answer,
})

const items = (real: Body): unknown[] => (Array.isArray(real['value']) ? real['value'] : [])
const responses = (real: Body): Body[] =>
  Array.isArray(real['responses']) ? (real['responses'] as Body[]) : []
const onlyId = (item: unknown): unknown =>
  Object.fromEntries(
    Object.entries(item as Body).map(([name, value]) => [
      name,
      /^(id|@odata\.type)$/.test(name) ? value : null,
    ]),
  )

const count = (value: string): FaultResponse => ({
  status: 200,
  headers: { 'Content-Type': 'text/plain' },
  body: value,
})

const answers: Readonly<Record<string, GraphFault>> = {
  badRequest: refusal(400, 'BadRequest'),
  tokenRefused: { respond: kinds.tokenRefused(), at: isGraph },
  accessDenied: { respond: kinds.accessDenied(), at: isGraph },
  notFound: refusal(404, 'Request_ResourceNotFound'),
  notFoundByProxy: {
    respond: { status: 404, headers: { 'Content-Type': 'text/html' }, body: '<html></html>' },
  },
  gone: refusal(410, 'resyncRequired'),
  pageExpired: { respond: kinds.pageExpired(), at: isGraph },
  throttled: { respond: kinds.throttled(0.05) },
  throttledWithoutPause: { respond: kinds.throttled() },
  internalError: { respond: kinds.internalError() },
  notImplemented: refusal(501, 'notSupported'),
  badGateway: { respond: kinds.badGateway() },
  unavailable: { respond: kinds.unavailable() },
  unavailableFor: { respond: kinds.unavailable(0.05) },
  gatewayTimeout: { respond: kinds.gatewayTimeout() },
  unauthorizedClient: {
    respond: {
      status: 401,
      body: { error: 'invalid_client', error_description: 'AADSTS7000215: wrong secret.' },
    },
    at: (kind) => kind === 'token',
  },
}

const deliveries: Readonly<Record<string, GraphFault>> = {
  connectionReset: { respond: kinds.connectionReset() },
  answerLost: { respond: kinds.answerLost() },
  halfBody: { respond: kinds.halfBody() },
  brokenBody: { respond: kinds.brokenBody() },
  noAnswer: { respond: kinds.noAnswer(), isSilent: true },
  slow: { respond: kinds.slow(300) },
  malformed: {
    respond: { status: 200, headers: { 'Content-Type': 'application/json' }, body: '{"value": [' },
  },
  page: {
    respond: { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<title>Sign in</title>' },
  },
  emptyObject: { respond: { status: 200, body: {} } },
  nullBody: { respond: { status: 200, headers: { 'Content-Type': 'application/json' }, body: 'null' } },
  noBody: { respond: { status: 200 } },
}

const lies: Readonly<Record<string, GraphFault>> = {
  emptyPage: { respond: kinds.emptyPage(), at: isPage, isLie: true },
  lostLink: { respond: kinds.lostLink(), at: isPage, isLie: true },
  emptyMiddle: { respond: kinds.emptyMiddle(), at: isPage },
  shortPage: { respond: body((real) => ({ ...real, value: items(real).slice(1) })), at: isPage, isLie: true },
  firstTwice: {
    respond: body((real) => ({ ...real, value: [...items(real).slice(0, 1), ...items(real)] })),
    at: isPage,
    isLie: true,
  },
  nullItem: {
    respond: body((real) => ({ ...real, value: [...items(real), null] })),
    at: isPage,
    isLie: true,
  },
  hiddenItem: {
    respond: body((real) => ({
      ...real,
      value: items(real).map((item, at) => (at === 0 ? onlyId(item) : item)),
    })),
    at: isPage,
    isLie: true,
  },
  hiddenItems: {
    respond: body((real) => ({ ...real, value: items(real).map(onlyId) })),
    at: isPage,
    isLie: true,
  },
  hiddenGroup: {
    respond: body(onlyId),
    at: (kind) => kind === 'item: group',
    isLie: true,
  },
  foreignLink: {
    respond: body((real) => ({ ...real, [link]: 'https://elsewhere.test/v1.0/groups?$skiptoken=x' })),
    at: isPage,
  },
  circle: {
    respond: body((real, { url }) => ({
      ...real,
      [link]: `${new URL(String(real['@odata.context'])).origin}${url}`,
    })),
    at: isPage,
  },
  valueNull: { respond: body((real) => ({ ...real, value: null })), at: isPage },
}

const countsAndBatches: Readonly<Record<string, GraphFault>> = {
  countZero: { respond: count('0'), at: isCount, isLie: true },
  countHigh: { respond: count('999'), at: isCount, isLie: true },
  countNoNumber: { respond: count('many'), at: isCount, isLie: true },
  itemMissing: {
    respond: body((real) => ({ responses: responses(real).slice(1) })),
    at: isBatch,
  },
  itemsMissing: { respond: body(() => ({ responses: [] })), at: isBatch },
  itemTwice: {
    respond: body((real) => ({ responses: [...responses(real), ...responses(real).slice(0, 1)] })),
    at: isBatch,
  },
  itemUnknown: {
    respond: body((real) => ({
      responses: responses(real).map((one) => ({ ...one, id: `x${String(one['id'])}` })),
    })),
    at: isBatch,
  },
  itemsThrottled: {
    respond: body((real) => ({
      responses: responses(real).map(({ id }) => ({ id, status: 429, headers: { 'Retry-After': '0.05' } })),
    })),
    at: isBatch,
  },
}

export const graphFaults: Readonly<Record<string, GraphFault>> = {
  ...answers,
  ...deliveries,
  ...lies,
  ...countsAndBatches,
}
