import { pagedResults } from '../../../../src/ad/ldap/controls.js'
import type { Reply } from './wire.js'

const { type } = pagedResults(0, Buffer.alloc(0))

/** What the next page is asked with; the control's value is a sequence of a number and this. */
export function cookieOf({ controls }: Reply): Buffer {
  const value = controls.get(type) ?? Buffer.alloc(0)
  return value.subarray(value.indexOf(0x04) + 2)
}
