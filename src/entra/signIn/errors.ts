/** Errors of a failed sign-in. */
import type { HttpClient } from '@azure/core-rest-pipeline'
import type { Credential, EntraConfig } from '../../config/types.js'
import { WritebackError } from '../../errors.js'
import { htmlTitle, proxyAuthenticationHint } from '../http/gateways.js'
import {
  isCertificateError,
  errorDescription,
  untrustedHint,
  untrustedReason,
  copyWithoutRequest,
} from '../http/networkErrors.js'

/** The last request to the authority that failed: the error, or a response that is not a token. */
export type EndpointFailure = { error: unknown } | { status: number; text: string }

/** Wraps a client and records its last failure, which the errors of @azure/identity do not contain. */
export function recordFailures(client: HttpClient): {
  client: HttpClient
  failure: () => EndpointFailure | undefined
} {
  let failure: EndpointFailure | undefined
  return {
    failure: () => failure,
    client: {
      async sendRequest(request) {
        try {
          const response = await client.sendRequest(request)
          const { status, bodyAsText } = response
          const text = bodyAsText ?? ''
          failure = status < 300 && isJson(text) ? undefined : { status, text }
          return response
        } catch (error) {
          failure = { error }
          throw error
        }
      },
    },
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/**
 * Returns the error of a sign-in. Entra's error number (AADSTS…) decides if there is one, since the error classes of
 * @azure/identity do not distinguish a wrong secret from an unreachable host.
 */
export function signInError(
  error: unknown,
  failure: EndpointFailure | undefined,
  { authorityHost, credential, tenantId }: EntraConfig,
): WritebackError {
  const summary = `Signing in${authoritySuffix(credential, authorityHost)} as ${credential.type} for ${tenantId} failed`
  const failed = (reason: string, hint: string) =>
    new WritebackError('signInFailed', `${summary}: ${reason}.`, { cause: copyWithoutRequest(error), hint })
  const entraError =
    parseEntraError(joinedMessages(error)) ?? (failure && 'text' in failure && parseEntraError(failure.text))
  if (entraError) {
    const [sentence, number] = entraError
    return failed(sentence, hintByErrorNumber[number] ?? configurationHint)
  }
  if (!failure)
    return failed(
      firstSentence(joinedMessages(error)),
      hintByCredential[credential.type] ?? configurationHint,
    )
  if ('error' in failure) return unreachableError(summary, failure.error, credential)
  const title = htmlTitle(failure.text)
  const reason = `the response is not a token (status ${failure.status}${title ? `, ${title}` : ''})`
  return failed(
    reason,
    failure.status === 407 ? proxyAuthenticationHint : (hintByCredential[credential.type] ?? gatewayHint),
  )
}

function unreachableError(summary: string, error: unknown, { type }: Credential): WritebackError {
  const cause = copyWithoutRequest(error)
  if (isCertificateError(error)) {
    const message = `${summary}: ${untrustedReason(error)}.`
    return new WritebackError('graphUnreachable', message, { cause, hint: untrustedHint })
  }
  const hint = hintByCredential[type] ?? 'Check the network, the proxy (HTTPS_PROXY) and entra.authorityHost.'
  const message = `${summary}: the endpoint cannot be reached (${errorDescription(error)}).`
  return new WritebackError('graphUnreachable', message, { cause, hint })
}

/** The other credentials get their token from this machine, not from the authority. */
const authoritySuffix = ({ type }: Credential, authorityHost: string): string =>
  ['certificate', 'secret', 'workloadIdentity'].includes(type) ? ` to ${authorityHost}` : ''

const configurationHint = 'Check entra.tenantId and entra.credential.'
const gatewayHint = 'Check the proxy (HTTPS_PROXY) and entra.authorityHost, or run again later.'

/** For a sign-in that failed before Entra responded. */
const hintByCredential: Partial<Record<Credential['type'], string>> = {
  azureCli: 'Install the Azure CLI and sign in with "az login" as the account that runs this program.',
  azurePowerShell:
    'Install Az.Accounts and sign in with Connect-AzAccount as the account that runs this program.',
  managedIdentity:
    'Run on an Azure machine that has a managed identity, and check entra.credential.clientId.',
  workloadIdentity:
    'Check entra.credential.clientId and tokenFilePath; the defaults are AZURE_CLIENT_ID and AZURE_FEDERATED_TOKEN_FILE.',
}

/** Entra's error numbers with a known remedy (learn.microsoft.com, Entra authentication error codes). */
const hintByErrorNumber: Record<string, string> = {
  AADSTS7000215: 'Use the value of the client secret, not its id.',
  AADSTS7000222: 'Create a new client secret; the current one has expired.',
  AADSTS700016:
    'Check entra.credential.clientId and entra.tenantId; the tenant has no application with this id.',
  AADSTS90002: 'Check entra.tenantId; the tenant does not exist.',
  AADSTS900023: 'Check entra.tenantId; the tenant does not exist.',
  AADSTS700027: 'Upload the public part of the certificate to the application.',
  AADSTS700024: 'Check the clock of this machine and the validity period of the certificate.',
}

/** Extracts Entra's error number and its sentence, without the trace ids and time stamps that follow. */
function parseEntraError(text: string): [sentence: string, number: string] | undefined {
  const [sentence = '', number] = /(AADSTS\d+):.*?(?=\s*Trace ID:|\\r|\\n|[\r\n"]|$)/.exec(text) ?? []
  return number === undefined ? undefined : [sentence.trim().replace(/\.$/, ''), number]
}

/** Joins the messages of an error and of its causes. */
function joinedMessages(error: unknown): string {
  const texts: string[] = []
  for (let current = error; current instanceof Error && texts.length < 5; current = current.cause) {
    texts.push(current.message)
  }
  return texts.length > 0 ? texts.join(': ') : String(error)
}

/** Returns the first sentence of a library's error, without a general prefix and the advice for programmers after it. */
const firstSentence = (text: string): string => {
  const message = text.replace(/^Error: /, '').replace(/: is unavailable\. (?=\S)/, ': ')
  return /^.*?(?=: See https|\.?\s*\n|\.\s|\.?$)/.exec(message)?.[0] ?? message
}
