/** Returns all text in an error: printed, serialised, and in every property and collection, also hidden ones. */
import { inspect } from 'node:util'

export function allTextIn(error: Error): string {
  const seen = new Set<object>()
  const texts = [inspect(error, { depth: 20, showHidden: true }), JSON.stringify(error), String(error.stack)]
  const visit = (value: unknown, depth: number): void => {
    if (typeof value === 'string') texts.push(value)
    if (value instanceof Uint8Array) texts.push(Buffer.from(value).toString())
    if (typeof value !== 'object' || value === null || seen.has(value) || depth > 12) return
    seen.add(value)
    if (value instanceof Map || value instanceof Set) for (const entry of value) visit(entry, depth + 1)
    for (const key of Reflect.ownKeys(value)) visit(Reflect.get(value, key), depth + 1)
  }
  visit(error, 0)
  return texts.join('\n')
}
