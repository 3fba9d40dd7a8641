/** The only file that knows @azure/identity: from a configured credential to access tokens. */
import {
  AzureCliCredential,
  AzurePowerShellCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  WorkloadIdentityCredential,
  type ClientCertificateCredentialOptions,
  type TokenCredential,
} from '@azure/identity'
import type { HttpClient } from '@azure/core-rest-pipeline'
import { readSecret } from '../config/secrets.js'
import type { EntraConfig } from '../config/types.js'
import { WritebackError } from '../errors.js'

export interface Tokens {
  /** A token that is still valid; @throws WritebackError `signInFailed`, `graphUnreachable` */
  get(signal?: AbortSignal): Promise<string>
}

/** One credential object a run: tokens are cached in it, and asked for again shortly before they expire. */
export async function openTokens(config: EntraConfig, httpClient: HttpClient): Promise<Tokens> {
  const credential = await credentialOf(config, httpClient)
  const scope = `${config.graphUrl}/.default`
  return {
    async get(abortSignal) {
      try {
        return (await credential.getToken(scope, { abortSignal }))?.token ?? ''
      } catch (error) {
        throw signInError(error, config)
      }
    },
  }
}

async function credentialOf(config: EntraConfig, httpClient: HttpClient): Promise<TokenCredential> {
  const { tenantId, credential, authorityHost, explicitAuthority } = config
  const options: ClientCertificateCredentialOptions = {
    authorityHost,
    httpClient,
    // Discovery asks Microsoft's public host about the authority, which knows nothing of one's own.
    ...(explicitAuthority && { disableInstanceDiscovery: true }),
  }
  switch (credential.type) {
    case 'certificate': {
      const { clientId, certificatePath, certificatePassword: reference, sendCertificateChain } = credential
      const password = reference && (await readSecret(reference, 'entra.credential.certificatePassword'))
      const certificate = {
        certificatePath,
        ...(password !== undefined && { certificatePassword: password }),
      }
      return new ClientCertificateCredential(tenantId, clientId, certificate, {
        ...options,
        sendCertificateChain,
      })
    }
    case 'secret': {
      const secret = await readSecret(credential.clientSecret, 'entra.credential.clientSecret')
      return new ClientSecretCredential(tenantId, credential.clientId, secret, options)
    }
    case 'managedIdentity':
      return credential.clientId === undefined
        ? new ManagedIdentityCredential({ httpClient })
        : new ManagedIdentityCredential({ clientId: credential.clientId, httpClient })
    case 'workloadIdentity':
      return new WorkloadIdentityCredential({ ...options, tenantId, ...withoutType(credential) })
    case 'azureCli':
      return new AzureCliCredential({ tenantId })
    case 'azurePowerShell':
      return new AzurePowerShellCredential({ tenantId })
  }
}

const withoutType = <T extends { type: string }>({ type: _, ...rest }: T): Omit<T, 'type'> => rest

const unreachable =
  /endpoints_resolution_error|network_error|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN/
const untrusted = /certificate|self.signed|UNABLE_TO_(VERIFY|GET_ISSUER)|ERR_TLS/i

/**
 * By Entra's own number (AADSTS…) where there is one: the classes of @azure/identity's errors do not tell a wrong
 * secret from a host that is down.
 */
function signInError(cause: unknown, { authorityHost, credential, tenantId }: EntraConfig): WritebackError {
  const text = messagesOf(cause)
  const number = /AADSTS\d+/.exec(text)?.[0]
  const what = `Signing in to ${authorityHost} as ${credential.type} for ${tenantId} failed`
  const said = firstSentence(text)
  if (number === undefined && untrusted.test(text)) {
    return new WritebackError('graphUnreachable', `${what}: its certificate is not trusted (${said}).`, {
      cause,
      wayOut: 'Name the authority that issued it in entra.tls.caPath.',
    })
  }
  if (number === undefined && unreachable.test(text)) {
    return new WritebackError('graphUnreachable', `${what}: it cannot be reached (${said}).`, {
      cause,
      wayOut: 'Check the network, the proxy (HTTPS_PROXY) and entra.authorityHost.',
    })
  }
  return new WritebackError('signInFailed', `${what}: ${said}.`, { cause, wayOut: wayOutOf(number) })
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

const wayOutOf = (number: string | undefined): string =>
  mendable[number ?? ''] ?? 'Check entra.tenantId and entra.credential.'

/** The texts of an error and of what caused it. */
function messagesOf(error: unknown): string {
  const texts: string[] = []
  for (let current = error; current instanceof Error && texts.length < 5; current = current.cause) {
    texts.push(current.message)
  }
  return texts.length > 0 ? texts.join(': ') : String(error)
}

/** Entra goes on with trace ids and time stamps, the library with advice for programmers. */
function firstSentence(text: string): string {
  const [line = ''] = (/AADSTS\d+:[^\n]*/.exec(text)?.[0] ?? text).split(/\r?\n|\s*Trace ID:/)
  return line.trim().replace(/\.$/, '')
}
