/** The one transport of sign-in and Graph, with the same certificate authorities, proxy and time-out for both. */
import { Agent } from 'node:https'
import { createSecureContext } from 'node:tls'
import { createDefaultHttpClient, type HttpClient, type PipelineRequest } from '@azure/core-rest-pipeline'
import { HttpsProxyAgent } from 'https-proxy-agent'
import { getProxyForUrl } from 'proxy-from-env'
import { readTrustedAuthorities } from '../../util/trustedAuthorities.js'

/** The time-out for a complete response. */
const defaultHttpTimeoutMs = 100_000

/**
 * Opens the transport. The proxy is read from the environment (HTTPS_PROXY, NO_PROXY). The agents are created here, because
 * those of the HTTP library ignore a custom certificate authority if there is a proxy.
 */
export async function openTransport(
  tls: { caPath?: string },
  timeoutMs = defaultHttpTimeoutMs,
): Promise<HttpClient> {
  // Set explicitly, because NODE_TLS_REJECT_UNAUTHORIZED=0 applies to connections without it (Node: tls.connect).
  // The context is created once: Node would load all authorities again for each connection, and compare their text for each
  // request.
  const secureContext = createSecureContext({ ca: await readTrustedAuthorities(tls) })
  const trust = { secureContext, rejectUnauthorized: true }
  const client = createDefaultHttpClient()
  const agents = new Map<string, Agent>()
  const agentFor = (proxy: string): Agent => {
    const options = { ...trust, keepAlive: true }
    return proxy === '' ? new Agent(options) : new HttpsProxyAgent(proxy, options)
  }
  // The agent for a proxy uses its own `trust` only for the connection to the proxy, and finds its idle connections only
  // by the protocol, so each request has both.
  const send = (request: PipelineRequest) => {
    // The identity endpoints of Azure machines are plain HTTP on this machine: they need no certificate authority, and
    // no proxy, which the sign-in library sets.
    if (!request.url.startsWith('https:')) return client.sendRequest({ ...request, agent: undefined })
    const proxy = getProxyForUrl(request.url)
    const agent = agents.get(proxy) ?? agentFor(proxy)
    agents.set(proxy, agent)
    return client.sendRequest({ ...request, agent, requestOverrides: { ...trust, protocol: 'https:' } })
  }
  return { sendRequest: (request) => sendWithTimeout(request, timeoutMs, send) }
}

type Send = HttpClient['sendRequest']

/**
 * Aborts a request without a complete response in time. It uses a timer, because the garbage collector of Node 20 may
 * collect the time-out in AbortSignal.any([signal, AbortSignal.timeout(…)]), which then never fires.
 */
async function sendWithTimeout(request: PipelineRequest, timeoutMs: number, send: Send): ReturnType<Send> {
  const controller = new AbortController()
  const abort = () => controller.abort()
  const { abortSignal: signal } = request
  if (signal?.aborted) abort()
  signal?.addEventListener('abort', abort)
  const timer = setTimeout(abort, timeoutMs)
  try {
    return await send({ ...request, abortSignal: controller.signal })
  } catch (error) {
    if (!controller.signal.aborted || signal?.aborted) throw error
    throw new Error(`no response within ${timeoutMs / 1000} s`, { cause: error })
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}
