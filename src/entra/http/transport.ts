/** One way out for sign-in and Graph alike: the same authorities, the same proxy, the same patience. */
import { Agent } from 'node:https'
import { createSecureContext } from 'node:tls'
import { createDefaultHttpClient, type HttpClient, type PipelineRequest } from '@azure/core-rest-pipeline'
import { HttpsProxyAgent } from 'https-proxy-agent'
import { getProxyForUrl } from 'proxy-from-env'
import { trustedAuthorities } from '../../util/trustedAuthorities.js'

/** A server that has not answered completely by then is not going to. */
const answerMs = 100_000

/**
 * Proxies come from the environment (HTTPS_PROXY, NO_PROXY). The agents are ours because the HTTP library's own forget
 * a certificate authority as soon as there is a proxy.
 */
export async function openTransport(tls: { caPath?: string }, timeoutMs = answerMs): Promise<HttpClient> {
  // Told to every connection, since NODE_TLS_REJECT_UNAUTHORIZED=0 decides for those that say nothing (Node: tls.connect).
  // Read once: Node would take in all authorities anew for each connection, and compare their text with each request.
  const secureContext = createSecureContext({ ca: await trustedAuthorities(tls) })
  const trust = { secureContext, rejectUnauthorized: true }
  const client = createDefaultHttpClient()
  const agents = new Map<string, Agent>()
  const agentFor = (proxy: string): Agent => {
    const options = { ...trust, keepAlive: true }
    return proxy === '' ? new Agent(options) : new HttpsProxyAgent(proxy, options)
  }
  // The agent for a proxy keeps what it trusts for its own way to the proxy, and finds the connections it kept only by
  // the protocol: both are told with the request.
  const send = (request: PipelineRequest) => {
    // The identity endpoints of Azure machines are plain HTTP on this machine: no authority, and no proxy, which the
    // sign-in library would have put in.
    if (!request.url.startsWith('https:')) return client.sendRequest({ ...request, agent: undefined })
    const proxy = getProxyForUrl(request.url)
    const agent = agents.get(proxy) ?? agentFor(proxy)
    agents.set(proxy, agent)
    return client.sendRequest({ ...request, agent, requestOverrides: { ...trust, protocol: 'https:' } })
  }
  return { sendRequest: (request) => inTime(request, timeoutMs, send) }
}

type Send = HttpClient['sendRequest']

/**
 * Ends a request whose answer does not come, or not to its end. A timer of our own, since the garbage collector may take
 * away the deadline in AbortSignal.any([signal, AbortSignal.timeout(…)]) (Node 20), after which it never comes.
 */
async function inTime(request: PipelineRequest, timeoutMs: number, send: Send): ReturnType<Send> {
  const stop = new AbortController()
  const abort = () => stop.abort()
  const { abortSignal: given } = request
  if (given?.aborted) abort()
  given?.addEventListener('abort', abort)
  const timer = setTimeout(abort, timeoutMs)
  try {
    return await send({ ...request, abortSignal: stop.signal })
  } catch (error) {
    if (!stop.signal.aborted || given?.aborted) throw error
    throw new Error(`no answer within ${timeoutMs / 1000} seconds`, { cause: error })
  } finally {
    clearTimeout(timer)
    given?.removeEventListener('abort', abort)
  }
}
