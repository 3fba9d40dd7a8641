/** Sign-ins that failed: why, in words. */
import type { HttpClient } from '@azure/core-rest-pipeline'
import type { Credential, EntraConfig } from '../../config/types.js'
import { WritebackError } from '../../errors.js'
import { errorTitle, proxyHint } from '../http/gateways.js'
import { isUntrusted, said, withoutRequest } from '../http/networkErrors.js'

/** What went wrong last on the way to the authority. */
export type WireFailure = { error: unknown } | { status: number; text: string }

/** The same client, remembering what @azure/identity drops on the way up: why there was no answer, or a bad one. */
export function watched(client: HttpClient): { client: HttpClient; failure: () => WireFailure | undefined } {
  let failure: WireFailure | undefined
  return {
    failure: () => failure,
    client: {
      async sendRequest(request) {
        try {
          const answer = await client.sendRequest(request)
          const { status, bodyAsText } = answer
          const text = bodyAsText ?? ''
          failure = status < 300 && isJson(text) ? undefined : { status, text }
          return answer
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
 * By Entra's own number (AADSTS…) where there is one: the classes of @azure/identity's errors do not tell a wrong
 * secret from a host that is down.
 */
export function signInError(
  error: unknown,
  failure: WireFailure | undefined,
  { authorityHost, credential, tenantId }: EntraConfig,
): WritebackError {
  const what = `Signing in${hostIn(credential, authorityHost)} as ${credential.type} for ${tenantId} failed`
  const cause = withoutRequest(error)
  const entra = entraSays(messagesOf(error)) ?? (failure && 'text' in failure && entraSays(failure.text))
  if (entra) {
    const [sentence, number] = entra
    return new WritebackError('signInFailed', `${what}: ${sentence}.`, {
      cause,
      hint: mendable[number] ?? check,
    })
  }
  if (!failure) {
    const hint = hints[credential.type] ?? check
    return new WritebackError('signInFailed', `${what}: ${firstSentence(messagesOf(error))}.`, {
      cause,
      hint,
    })
  }
  if ('status' in failure) {
    const title = errorTitle(failure.text)
    const hint =
      failure.status === 407
        ? proxyHint
        : (hints[credential.type] ??
          'Check the proxy (HTTPS_PROXY) and entra.authorityHost, or run again later.')
    const answer = `the answer was ${failure.status}${title ? ` (${title})` : ''}, not a token`
    return new WritebackError('signInFailed', `${what}: ${answer}.`, { cause, hint })
  }
  return unreachable(what, failure.error, credential)
}

function unreachable(what: string, error: unknown, { type }: Credential): WritebackError {
  const cause = withoutRequest(error)
  const reason = said(error)
  if (isUntrusted(error)) {
    const hint = 'Name the authority that issued it in entra.tls.caPath.'
    return new WritebackError('graphUnreachable', `${what}: its certificate is not trusted (${reason}).`, {
      cause,
      hint,
    })
  }
  const hint = hints[type] ?? 'Check the network, the proxy (HTTPS_PROXY) and entra.authorityHost.'
  return new WritebackError('graphUnreachable', `${what}: it cannot be reached (${reason}).`, {
    cause,
    hint,
  })
}

/** The other kinds ask this machine, not the authority. */
const hostIn = ({ type }: Credential, authorityHost: string): string =>
  ['certificate', 'secret', 'workloadIdentity'].includes(type) ? ` to ${authorityHost}` : ''

const check = 'Check entra.tenantId and entra.credential.'

/** Where the sign-in did not get as far as Entra. */
const hints: Partial<Record<Credential['type'], string>> = {
  azureCli: 'Install the Azure CLI and sign in with "az login", as the account that runs this.',
  azurePowerShell: 'Install Az.Accounts and sign in with Connect-AzAccount, as the account that runs this.',
  managedIdentity: 'Use it on an Azure machine with a managed identity, and check entra.credential.clientId.',
  workloadIdentity:
    'Check entra.credential.clientId and tokenFilePath; without them AZURE_CLIENT_ID and AZURE_FEDERATED_TOKEN_FILE are read.',
}

/** Entra's numbers that a person can do something about (learn.microsoft.com, Entra authentication error codes). */
const mendable: Record<string, string> = {
  AADSTS7000215: 'The client secret is wrong: use the secret’s value, not its id.',
  AADSTS7000222: 'The client secret has expired: make a new one.',
  AADSTS700016:
    'No application has this clientId in this tenant: check entra.credential.clientId and entra.tenantId.',
  AADSTS90002: 'There is no such tenant: check entra.tenantId.',
  AADSTS900023: 'There is no such tenant: check entra.tenantId.',
  AADSTS700027: 'The certificate is not registered for the application: upload its public part there.',
  AADSTS700024: 'The clock of this machine is wrong, or the certificate is not valid yet or any more.',
}

/** Entra goes on with trace ids and time stamps. */
function entraSays(text: string): [sentence: string, number: string] | undefined {
  const [sentence = '', number] = /(AADSTS\d+):.*?(?=\s*Trace ID:|\\r|\\n|[\r\n"]|$)/.exec(text) ?? []
  return number === undefined ? undefined : [sentence.trim().replace(/\.$/, ''), number]
}

/** The texts of an error and of what caused it. */
function messagesOf(error: unknown): string {
  const texts: string[] = []
  for (let current = error; current instanceof Error && texts.length < 5; current = current.cause) {
    texts.push(current.message)
  }
  return texts.length > 0 ? texts.join(': ') : String(error)
}

/** The libraries go on with advice for programmers, and begin with what says nothing. */
const firstSentence = (text: string): string => {
  const told = text.replace(/^Error: /, '').replace(/: is unavailable\. (?=\S)/, ': ')
  return /^.*?(?=: See https|\.?\s*\n|\.\s|\.?$)/.exec(told)?.[0] ?? told
}
