/** What is sent to Graph and what comes back, before anybody judges it. */
export interface GraphRequest {
  method: 'GET' | 'POST'
  /** `/groups?…` (v1.0), `/beta/groups?…`, or an absolute link that Graph gave. Values have to be URL-encoded. */
  url: string
  headers?: Record<string, string>
  body?: unknown
  signal?: AbortSignal
}

/** What can be said about a request besides its address. */
export interface RequestOptions extends Pick<GraphRequest, 'headers' | 'signal'> {
  /** Asked of beta instead of v1.0. */
  beta?: boolean
}

export interface GraphAnswer {
  status: number
  headers: Headers
  /** Undefined where there is none or it is no JSON; then `text` has what came. */
  json: unknown
  text: string
}
