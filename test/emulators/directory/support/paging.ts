import { pagedResults } from '../../../../src/ad/ldap/controls.js'
import type { Reply } from './wire.js'

const { type } = pagedResults(0, Buffer.alloc(0))

/** Returns the cookie of a response; the control's value is a sequence of a number and the cookie. */
export function cookieOf({ controls }: Reply): Buffer {
  const value = controls.get(type) ?? Buffer.alloc(0)
  return value.subarray(value.indexOf(0x04) + 2)
}
