/** The only file that knows @azure/identity: from a configured credential to access tokens. */
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
import { stoppable } from '../../util/stoppable.js'
import { readCertificate } from './certificate.js'
import { signInError, watched } from './errors.js'

export interface Tokens {
  /**
   * A token that is still valid, and another one than Graph refused.
   * @throws WritebackError `signInFailed`, `graphUnreachable`
   */
  get(signal?: AbortSignal, refused?: string): Promise<string>
}

/**
 * One credential object a run: tokens are cached in it, and asked for again shortly before they expire. Where Graph
 * refuses one before its time (revoked, or a clock that is wrong), another object asks anew. `retryMs` is the
 * pause between two tries where the authority cannot be reached, a second unless said otherwise.
 */
export async function openTokens(
  config: EntraConfig,
  httpClient: HttpClient,
  retryMs?: number,
): Promise<Tokens> {
  let stop: AbortSignal | undefined
  const { client, failure } = watched(stoppedBy(httpClient, () => stop))
  const failed = (error: unknown): never => {
    throw error instanceof WritebackError ? error : signInError(error, failure(), config)
  }
  const open = () => credentialOf(config, client, retryMs).catch(failed)
  const scope = `${config.graphUrl}/.default`
  let credential = await open()
  let last: string | undefined
  return {
    async get(signal, refused) {
      signal?.throwIfAborted()
      stop = signal
      if (refused !== undefined && refused === last) credential = await open() // the old one would give it again
      const token = await stoppable(credential.getToken(scope, { abortSignal: signal }), signal).catch(
        (error: unknown) => {
          signal?.throwIfAborted()
          return failed(error)
        },
      )
      last = token?.token ?? ''
      return last
    },
  }
}

/** What a sign-in still sends after the run was stopped would keep the process waiting for its answer. */
const stoppedBy = (client: HttpClient, signal: () => AbortSignal | undefined): HttpClient => ({
  sendRequest(request) {
    const stop = new AbortController()
    const abort = () => stop.abort()
    for (const each of [request.abortSignal, signal()]) {
      if (each?.aborted) abort()
      each?.addEventListener('abort', abort)
    }
    return client.sendRequest({ ...request, abortSignal: stop.signal })
  },
})

async function credentialOf(
  config: EntraConfig,
  httpClient: HttpClient,
  retryMs: number | undefined,
): Promise<TokenCredential> {
  const { tenantId, credential, authorityHost, explicitAuthority } = config
  const common = { httpClient, ...(retryMs !== undefined && { retryOptions: { retryDelayInMs: retryMs } }) }
  const options: ClientCertificateCredentialOptions = {
    ...common,
    authorityHost,
    // Discovery asks Microsoft's public host about the authority, which knows nothing of one's own.
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
        ? new ManagedIdentityCredential(common)
        : new ManagedIdentityCredential({ clientId: credential.clientId, ...common })
    case 'workloadIdentity':
      return new WorkloadIdentityCredential({ ...options, tenantId, ...withoutType(credential) })
    case 'azureCli':
      return remembering(new AzureCliCredential({ tenantId }))
    case 'azurePowerShell':
      return remembering(new AzurePowerShellCredential({ tenantId }))
  }
}

/** Those that ask another program start it every time. As with the others, a token ends five minutes early. */
function remembering(credential: TokenCredential): TokenCredential {
  let last: AccessToken | null = null
  return {
    async getToken(...args) {
      if (!last || last.expiresOnTimestamp - Date.now() < 300_000) last = await credential.getToken(...args)
      return last
    },
  }
}

const withoutType = <T extends { type: string }>({ type: _, ...rest }: T): Omit<T, 'type'> => rest
