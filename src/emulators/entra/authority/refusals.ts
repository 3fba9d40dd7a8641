/** Error responses of the token endpoint: OAuth errors with the AADSTS codes that clients distinguish. */
import { randomUUID } from 'node:crypto'
import { jsonResponse, type EntraResponse } from '../messages.js'

export class SignInRefusal extends Error {
  readonly status: number
  readonly error: string
  readonly code: number

  constructor(status: number, error: string, code: number, message: string) {
    super(message)
    this.status = status
    this.error = error
    this.code = code
  }
}

export function signInRefusalResponse(
  refusal: SignInRefusal,
  clientRequestId: string,
  now: Date,
): EntraResponse {
  const timestamp = now.toISOString().replace('T', ' ').slice(0, 19) + 'Z'
  const trace = randomUUID()
  const description =
    `AADSTS${refusal.code}: ${refusal.message} ` +
    `Trace ID: ${trace} Correlation ID: ${clientRequestId} Timestamp: ${timestamp}`
  return jsonResponse(refusal.status, {
    error: refusal.error,
    error_description: description,
    error_codes: [refusal.code],
    timestamp,
    trace_id: trace,
    correlation_id: clientRequestId,
    error_uri: `https://login.microsoftonline.com/error?code=${refusal.code}`,
  })
}

export const unknownTenant = (tenant: string) =>
  new SignInRefusal(
    400,
    'invalid_request',
    90002,
    `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`,
  )

export const missingParameter = (name: string) =>
  new SignInRefusal(
    400,
    'invalid_request',
    900144,
    `The request body must contain the following parameter: '${name}'.`,
  )

export const unsupportedGrant = (grant: string) =>
  new SignInRefusal(
    400,
    'unsupported_grant_type',
    70003,
    `The app requested an unsupported grant type '${grant}'.`,
  )

export const unknownApp = (clientId: string, tenant: string) =>
  new SignInRefusal(
    400,
    'unauthorized_client',
    700016,
    `Application with identifier '${clientId}' was not found in the directory '${tenant}'.`,
  )

export const wrongSecret = (clientId: string) =>
  new SignInRefusal(
    401,
    'invalid_client',
    7000215,
    'Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, ' +
      `not the client secret ID, for a secret added to app '${clientId}'.`,
  )

export const expiredSecret = (clientId: string) =>
  new SignInRefusal(
    401,
    'invalid_client',
    7000222,
    `The provided client secret keys for app '${clientId}' are expired.`,
  )

export const noCredential = () =>
  new SignInRefusal(
    401,
    'invalid_client',
    7000216,
    "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
  )

export const unknownCertificate = (thumbprint: string) =>
  new SignInRefusal(
    401,
    'invalid_client',
    700027,
    'The certificate with identifier used to sign the client assertion is not registered on application. ' +
      `[Reason - The key was not found., Thumbprint of key used by client: '${thumbprint}'].`,
  )

export const badSignature = () =>
  new SignInRefusal(401, 'invalid_client', 700027, 'Client assertion contains an invalid signature.')

export const assertionExpired = () =>
  new SignInRefusal(401, 'invalid_client', 700024, 'Client assertion is not within its valid time range.')

export const wrongAudience = () =>
  new SignInRefusal(
    401,
    'invalid_client',
    700023,
    'Client assertion audience claim does not match Realm issuer.',
  )

export const malformedAssertion = (what: string) =>
  new SignInRefusal(401, 'invalid_client', 50027, `JWT token is invalid or malformed: ${what}`)

export const noDefaultScope = (scope: string) =>
  new SignInRefusal(
    400,
    'invalid_scope',
    1002012,
    `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with ` +
      '/.default suffixed to the resource identifier (application ID URI).',
  )

export const unknownResource = (resource: string) =>
  new SignInRefusal(
    400,
    'invalid_resource',
    500011,
    `The resource principal named ${resource} was not found in the tenant.`,
  )
