/** One way out for sign-in and Graph alike: the same authorities, the same proxy. */
import { Agent } from 'node:https'
import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline'
import { HttpsProxyAgent } from 'https-proxy-agent'
import { getProxyForUrl } from 'proxy-from-env'
import { trustedAuthorities } from '../config/authorities.js'

/**
 * Proxies come from the environment (HTTPS_PROXY, NO_PROXY). The agents are ours because the HTTP library's own forget
 * a certificate authority as soon as there is a proxy.
 */
export async function openTransport(tls: { caPath?: string }): Promise<HttpClient> {
  const ca = await trustedAuthorities(tls)
  const client = createDefaultHttpClient()
  const agents = new Map<string, Agent>()
  const agentFor = (proxy: string): Agent => {
    const options = { ca, keepAlive: true }
    return proxy === '' ? new Agent(options) : new HttpsProxyAgent(proxy, options)
  }
  return {
    sendRequest(request) {
      // The identity endpoints of Azure machines are plain HTTP on this machine: no authority, no proxy.
      if (!request.url.startsWith('https:')) return client.sendRequest(request)
      const proxy = getProxyForUrl(request.url)
      const agent = agents.get(proxy) ?? agentFor(proxy)
      agents.set(proxy, agent)
      request.agent = agent
      return client.sendRequest(request)
    },
  }
}
