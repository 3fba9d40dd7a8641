import { malformed } from '../errors.js'
import type { EntraRequest } from '../messages.js'

/** @throws Refusal 400 where the body is no JSON object or does not say that it is */
export function readJson(request: EntraRequest): Record<string, unknown> {
  const type = request.headers['content-type'] ?? ''
  if (!/^application\/json\b/i.test(type)) {
    throw malformed('Write requests must contain the Content-Type header application/json.')
  }
  const value = parsed(request.body)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unreadable()
  return value as Record<string, unknown>
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw unreadable()
  }
}

const unreadable = () =>
  malformed('Unable to read JSON request payload. Please ensure Content-Type and payload.')
