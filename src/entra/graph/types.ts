/** The types of a request to Graph and of its response. */
export interface GraphRequest {
  method: 'GET' | 'POST'
  /** `/groups?…` (v1.0), `/beta/groups?…`, or an absolute next link. Values must be URL-encoded. */
  url: string
  headers?: Record<string, string>
  body?: unknown
  signal?: AbortSignal
}

export interface RequestOptions extends Pick<GraphRequest, 'headers' | 'signal'> {
  /** Sends the request to beta instead of v1.0. */
  beta?: boolean
}

export interface GraphResponse {
  status: number
  headers: Headers
  /** Undefined if the body is empty or not valid JSON; `text` then has the body. */
  json: unknown
  text: string
}
