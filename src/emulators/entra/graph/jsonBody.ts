import { malformed } from '../errors.js'
import type { EntraRequest } from '../messages.js'

/** @throws GraphRefusal 400 if the body is not a JSON object or the Content-Type is not application/json */
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
