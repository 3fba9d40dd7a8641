/** Gets access tokens for the configured credential. The only file that imports @azure/identity. */
import {
  AzureCliCredential,
  AzurePowerShellCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  WorkloadIdentityCredential,
  type AccessToken,
  type ClientCertificateCredentialOptions,
  type TokenCredential,
} from '@azure/identity'
import type { HttpClient } from '@azure/core-rest-pipeline'
import { readSecret } from '../../config/secrets.js'
import type { EntraConfig } from '../../config/types.js'
import { WritebackError } from '../../errors.js'
import { rejectOnAbort } from '../../util/rejectOnAbort.js'
import { readCertificate } from './certificate.js'
import { signInError, recordFailures } from './errors.js'

export interface AccessTokens {
  /**
   * Returns a valid token, other than `rejectedToken`, the one that Graph rejected.
   * @throws WritebackError `signInFailed`, `graphUnreachable`
   */
  get(signal?: AbortSignal, rejectedToken?: string): Promise<string>
}

/**
 * Opens the tokens of a run. One credential object is used for the run: it caches its token and requests another shortly
 * before that expires. If Graph rejects a token early (revoked, or a wrong clock), a new object is created, since the old
 * one would return the same token. `retryMs` is the pause before the first retry if the authority cannot be reached; the
 * default is that of @azure/identity, one second.
 */
export async function openAccessTokens(
  config: EntraConfig,
  httpClient: HttpClient,
  retryMs?: number,
): Promise<AccessTokens> {
  let currentSignal: AbortSignal | undefined
  const { client, failure } = recordFailures(abortWith(httpClient, () => currentSignal))
  const throwSignInError = (error: unknown): never => {
    throw error instanceof WritebackError ? error : signInError(error, failure(), config)
  }
  const openCredential = () => createCredential(config, client, retryMs).catch(throwSignInError)
  const scope = `${config.graphUrl}/.default`
  let credential = await openCredential()
  let lastToken: string | undefined
  return {
    async get(signal, rejectedToken) {
      signal?.throwIfAborted()
      currentSignal = signal
      if (rejectedToken !== undefined && rejectedToken === lastToken) credential = await openCredential()
      const token = await rejectOnAbort(credential.getToken(scope, { abortSignal: signal }), signal).catch(
        (error: unknown) => {
          signal?.throwIfAborted()
          return throwSignInError(error)
        },
      )
      lastToken = token?.token ?? ''
      return lastToken
    },
  }
}

/**
 * Aborts the requests of a sign-in with the signal of the run. @azure/identity may still send some after a cancellation,
 * and the process could not exit before their responses.
 */
const abortWith = (client: HttpClient, signal: () => AbortSignal | undefined): HttpClient => ({
  sendRequest(request) {
    const controller = new AbortController()
    const abort = () => controller.abort()
    for (const each of [request.abortSignal, signal()]) {
      if (each?.aborted) abort()
      each?.addEventListener('abort', abort)
    }
    return client.sendRequest({ ...request, abortSignal: controller.signal })
  },
})

async function createCredential(
  config: EntraConfig,
  httpClient: HttpClient,
  retryMs: number | undefined,
): Promise<TokenCredential> {
  const { tenantId, credential, authorityHost, explicitAuthority } = config
  const commonOptions = {
    httpClient,
    ...(retryMs !== undefined && { retryOptions: { retryDelayInMs: retryMs } }),
  }
  const options: ClientCertificateCredentialOptions = {
    ...commonOptions,
    authorityHost,
    // Instance discovery queries Microsoft's public host, which does not know a custom authority.
    ...(explicitAuthority && { disableInstanceDiscovery: true }),
  }
  switch (credential.type) {
    case 'certificate': {
      const { clientId, certificatePath, certificatePassword: reference, sendCertificateChain } = credential
      const password = reference && (await readSecret(reference, 'entra.credential.certificatePassword'))
      const certificate = await readCertificate(certificatePath, password)
      const pem = { certificate, ...(password !== undefined && { certificatePassword: password }) }
      return new ClientCertificateCredential(tenantId, clientId, pem, { ...options, sendCertificateChain })
    }
    case 'secret': {
      const secret = await readSecret(credential.clientSecret, 'entra.credential.clientSecret')
      return new ClientSecretCredential(tenantId, credential.clientId, secret, options)
    }
    case 'managedIdentity':
      return credential.clientId === undefined
        ? new ManagedIdentityCredential(commonOptions)
        : new ManagedIdentityCredential({ clientId: credential.clientId, ...commonOptions })
    case 'workloadIdentity':
      return new WorkloadIdentityCredential({ ...options, tenantId, ...withoutType(credential) })
    case 'azureCli':
      return cacheToken(new AzureCliCredential({ tenantId }))
    case 'azurePowerShell':
      return cacheToken(new AzurePowerShellCredential({ tenantId }))
  }
}

/**
 * Caches the token of a credential that starts another program for each. As with the other credentials, a token is used
 * until five minutes before it expires.
 */
function cacheToken(credential: TokenCredential): TokenCredential {
  let last: AccessToken | null = null
  return {
    async getToken(...args) {
      if (!last || last.expiresOnTimestamp - Date.now() < 300_000) last = await credential.getToken(...args)
      return last
    },
  }
}

const withoutType = <T extends { type: string }>({ type: _, ...rest }: T): Omit<T, 'type'> => rest
