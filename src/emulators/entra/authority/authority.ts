/** The sign-in service: OpenID discovery and the v2.0 token endpoint for client credentials. */
import { jsonResponse, type EntraResponse, type EntraRequest } from '../messages.js'
import type { App, Apps } from './apps.js'
import { verifyAssertion } from './assertion.js'
import * as refusals from './refusals.js'
import { SignInRefusal, signInRefusalResponse } from './refusals.js'
import type { Tokens } from './tokens.js'

export interface AuthorityOptions {
  /** URL without a path. */
  origin: string
  /** Other URLs of the same origin, accepted as audience of an assertion. */
  aliases: readonly string[]
  graphUrl: string
  tenantId: string
  domain: string
  apps: Apps
  tokens: Tokens
  now: () => number
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

export type Authority = (request: EntraRequest, clientRequestId: string) => Promise<EntraResponse>

export function createAuthority(options: AuthorityOptions): Authority {
  return async (request, clientRequestId) => {
    try {
      return await respondToSignIn(request, options)
    } catch (error) {
      if (!(error instanceof SignInRefusal)) throw error
      return signInRefusalResponse(error, clientRequestId, new Date(options.now()))
    }
  }
}

async function respondToSignIn(request: EntraRequest, options: AuthorityOptions): Promise<EntraResponse> {
  const [, tenant = '', ...rest] = request.path.split('/')
  const known = [options.tenantId, options.domain].some((name) => name.toLowerCase() === tenant.toLowerCase())
  if (!known) throw refusals.unknownTenant(tenant)
  const endpoint = `${request.method} ${rest.join('/')}`
  if (endpoint === 'GET v2.0/.well-known/openid-configuration') return discovery(tenant, options)
  // Only this emulator's Graph verifies the tokens, with a secret key, so there are no public keys.
  if (endpoint === 'GET discovery/v2.0/keys') return jsonResponse(200, { keys: [] })
  if (endpoint === 'POST oauth2/v2.0/token') return signIn(request, tenant, options)
  return jsonResponse(404, {})
}

function discovery(tenant: string, { origin, tenantId }: AuthorityOptions): EntraResponse {
  const endpoints = `${origin}/${tenant}/oauth2/v2.0`
  return jsonResponse(200, {
    token_endpoint: `${endpoints}/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
    jwks_uri: `${origin}/${tenant}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'token'],
    scopes_supported: ['openid'],
    issuer: `${origin}/${tenantId}/v2.0`,
    authorization_endpoint: `${endpoints}/authorize`,
  })
}

async function signIn(
  request: EntraRequest,
  tenant: string,
  options: AuthorityOptions,
): Promise<EntraResponse> {
  const form = new URLSearchParams(request.body)
  const grant = requiredParameter(form, 'grant_type')
  if (grant !== 'client_credentials') throw refusals.unsupportedGrant(grant)
  const clientId = requiredParameter(form, 'client_id')
  const app = options.apps.find(clientId)
  if (!app) throw refusals.unknownApp(clientId, tenant)
  await authenticate(app, form, tenant, options)
  checkScope(requiredParameter(form, 'scope'), options)
  const { token, expiresIn } = await options.tokens.issue(app)
  return jsonResponse(
    200,
    { token_type: 'Bearer', expires_in: expiresIn, ext_expires_in: expiresIn, access_token: token },
    { 'Cache-Control': 'no-store, no-cache', Pragma: 'no-cache' },
  )
}

async function authenticate(
  app: App,
  form: URLSearchParams,
  tenant: string,
  options: AuthorityOptions,
): Promise<void> {
  const secret = form.get('client_secret')
  const assertion = form.get('client_assertion')
  if (secret !== null) {
    if (app.secret !== secret) throw refusals.wrongSecret(app.clientId)
    if (app.secretExpired) throw refusals.expiredSecret(app.clientId)
    return
  }
  if (assertion === null) throw refusals.noCredential()
  if (form.get('client_assertion_type') !== assertionType)
    throw refusals.missingParameter('client_assertion_type')
  const audiences = [options.origin, ...options.aliases].map(
    (origin) => `${origin}/${tenant}/oauth2/v2.0/token`,
  )
  await verifyAssertion(assertion, { app, audiences, now: new Date(options.now()) })
}

/** MSAL also requests OpenID's own scopes, which have no meaning for client credentials. */
const openIdScopes = new Set(['openid', 'profile', 'offline_access'])

function checkScope(scope: string, options: AuthorityOptions): void {
  const asked = scope.split(' ').filter((name) => name && !openIdScopes.has(name))
  for (const name of asked.length ? asked : [scope]) {
    if (!name.endsWith('/.default')) throw refusals.noDefaultScope(name)
    const resource = name.slice(0, -'/.default'.length).replace(/\/$/, '')
    if (resource !== options.graphUrl) throw refusals.unknownResource(resource)
  }
}

function requiredParameter(form: URLSearchParams, name: string): string {
  const value = form.get(name)
  if (!value) throw refusals.missingParameter(name)
  return value
}
