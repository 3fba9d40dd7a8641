/** Converts the response to an item to its part of the batch response. */
import { jsonType, type EntraResponse } from '../messages.js'
import type { Undocumented } from './undocumented.js'

/** Headers of the batch response that items do not repeat. */
const batchHeaders = new Set(['request-id', 'client-request-id', 'x-ms-ags-diagnostic'])

export function batchItemResponse(
  id: string,
  answer: EntraResponse,
  options: Undocumented,
): Record<string, unknown> {
  const { status, body } = answer
  const headers = Object.fromEntries(
    Object.entries(answer.headers).filter(([name]) => !batchHeaders.has(name.toLowerCase())),
  )
  if (body === undefined) return { id, status, headers }
  if (typeof body === 'string') return { id, status, headers, body: textBody(body, headers, options) }
  return { id, status, headers: { 'Content-Type': jsonType, ...headers }, body }
}

/** Encodes bodies other than JSON and plain text as base64. */
function textBody(
  text: string,
  headers: Record<string, string>,
  { batchedCounts }: Undocumented,
): string | number {
  const isCount = headers['Content-Type'] === 'text/plain' && /^\d+$/.test(text)
  if (isCount && batchedCounts === 'number') return Number(text)
  if (isCount && batchedCounts === 'text') return text
  return Buffer.from(text).toString('base64')
}
