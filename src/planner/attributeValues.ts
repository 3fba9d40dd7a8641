/** Checks attribute values against AD's schema. Invalid values are skipped with a reason; the group is still written. */
import type { DirectoryFacts } from '../model/directory.js'
import type { SkippedValue } from '../model/group.js'

export interface AllowedValues {
  values: string[]
  skipped: SkippedValue[]
}

type MaxLengths = DirectoryFacts['maxLengths']

/** Returns the value, or skips it if it is longer than the schema allows. */
export function allowedValue(
  attribute: string,
  value: string | undefined,
  maxLengths: MaxLengths,
): AllowedValues {
  if (!value) return { values: [], skipped: [] }
  return value.length > (maxLengths[attribute] ?? Infinity)
    ? { values: [], skipped: [{ attribute, value, reason: 'tooLong' }] }
    : { values: [value], skipped: [] }
}

/**
 * Returns the proxy addresses that are written: SMTP and X500, the only kinds that Exchange in AD needs. AD compares
 * values case-insensitively and rejects duplicates (MS-ADTS 3.1.1.3.1.5); of two spellings the primary one (`SMTP:`) is
 * kept.
 */
export function allowedAddresses(addresses: readonly string[], maxLengths: MaxLengths): AllowedValues {
  const attribute = 'proxyAddresses'
  const fitted: AllowedValues = { values: [], skipped: [] }
  const seen = new Set<string>()
  const primaryFirst = [...addresses].sort((a, b) => Number(isPrimary(b)) - Number(isPrimary(a)))
  for (const value of primaryFirst) {
    if (!/^(smtp|x500):/i.test(value)) continue
    const isTooLong = value.length > (maxLengths[attribute] ?? Infinity)
    const isDuplicate = seen.has(value.toLowerCase())
    seen.add(value.toLowerCase())
    if (!isTooLong && !isDuplicate) fitted.values.push(value)
    else fitted.skipped.push({ attribute, value, reason: isTooLong ? 'tooLong' : 'duplicate' })
  }
  return fitted
}

const isPrimary = (address: string): boolean => address.startsWith('SMTP:')
