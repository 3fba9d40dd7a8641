/** Values that AD's schema takes; the others are left out, with the reason, and do not keep the group from being written. */
import type { DirectoryFacts } from '../model/directory.js'
import type { SkippedValue } from '../model/group.js'

export interface FittedValues {
  values: string[]
  skipped: SkippedValue[]
}

type MaxLengths = DirectoryFacts['maxLengths']

export function fitValue(attribute: string, value: string | undefined, maxLengths: MaxLengths): FittedValues {
  if (!value) return { values: [], skipped: [] }
  return value.length > (maxLengths[attribute] ?? Infinity)
    ? { values: [], skipped: [{ attribute, value, reason: 'tooLong' }] }
    : { values: [value], skipped: [] }
}

/**
 * Exchange knows more kinds of addresses than AD's Exchange needs: SMTP and X500. AD compares them without case and
 * refuses one that is there already (MS-ADTS 3.1.1.3.1.5: a value that is a duplicate); of two spellings the primary one
 * (`SMTP:`) stays.
 */
export function fitAddresses(addresses: readonly string[], maxLengths: MaxLengths): FittedValues {
  const attribute = 'proxyAddresses'
  const fitted: FittedValues = { values: [], skipped: [] }
  const seen = new Set<string>()
  const primaryFirst = [...addresses].sort((a, b) => Number(isPrimary(b)) - Number(isPrimary(a)))
  for (const value of primaryFirst) {
    if (!/^(smtp|x500):/i.test(value)) continue
    const isLong = value.length > (maxLengths[attribute] ?? Infinity)
    const isTwice = seen.has(value.toLowerCase())
    seen.add(value.toLowerCase())
    if (!isLong && !isTwice) fitted.values.push(value)
    else fitted.skipped.push({ attribute, value, reason: isLong ? 'tooLong' : 'duplicate' })
  }
  return fitted
}

const isPrimary = (address: string): boolean => address.startsWith('SMTP:')
