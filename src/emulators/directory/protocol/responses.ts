/** Encodes responses. */
import type { LdapRefusal } from '../errors.js'
import { tags, writeElement, writeInteger, writeOctets } from './ber.js'
import type { Operation } from './requests.js'

export interface ResponseControl {
  type: string
  value: Buffer
}

/** The final message of a response. */
export interface Outcome {
  code: number
  matchedDn?: string
  text?: string
  referral?: readonly string[]
  controls?: readonly ResponseControl[]
  /** The response value of an extended operation. */
  value?: string
}

export interface ResultEntry {
  dn: string
  attributes: ReadonlyArray<readonly [string, readonly Buffer[]]>
}

const responseTags: Readonly<Record<Operation['type'], number>> = {
  bind: 0x61,
  search: 0x65,
  modify: 0x67,
  add: 0x69,
  delete: 0x6b,
  modifyDn: 0x6d,
  compare: 0x6f,
  extended: 0x78,
  unbind: 0,
  abandon: 0,
}

export const refusalOutcome = ({ code, message, matchedDn, referral }: LdapRefusal): Outcome => ({
  code,
  text: message,
  matchedDn,
  ...(referral !== undefined && { referral: [referral] }),
})

export function writeResult(id: number, type: Operation['type'], outcome: Outcome): Buffer {
  const more = outcome.value === undefined ? [] : [writeOctets(outcome.value, 0x8b)]
  const operation = writeElement(responseTags[type], ...resultParts(outcome), ...more)
  return writeMessage(id, operation, outcome.controls)
}

const resultParts = ({ code, matchedDn = '', text = '', referral }: Outcome): Buffer[] => [
  writeInteger(code, tags.enumerated),
  writeOctets(matchedDn),
  writeOctets(text && `${text}\0`), // AD's texts end with a NUL
  // RFC 4511 §4.1.10: a sequence of URIs with the context tag [3]
  ...(referral === undefined ? [] : [writeElement(0xa3, ...referral.map((uri) => writeOctets(uri)))]),
]

export function writeEntry(id: number, { dn, attributes }: ResultEntry): Buffer {
  const list = attributes.map(([name, values]) =>
    writeElement(
      tags.sequence,
      writeOctets(name),
      writeElement(tags.set, ...values.map((value) => writeOctets(value))),
    ),
  )
  return writeMessage(id, writeElement(0x64, writeOctets(dn), writeElement(tags.sequence, ...list)))
}

export const writeReference = (id: number, url: string): Buffer =>
  writeMessage(id, writeElement(0x73, writeOctets(url)))

/**
 * Encodes a notice of disconnection, an unsolicited notification before the connection ends (RFC 4511
 * §4.4.1).
 */
export function writeDisconnection(code: number, text: string): Buffer {
  const oid = writeOctets('1.3.6.1.4.1.1466.20036', 0x8a)
  return writeMessage(0, writeElement(0x78, ...resultParts({ code, text }), oid))
}

function writeMessage(id: number, operation: Buffer, controls: readonly ResponseControl[] = []): Buffer {
  const list = controls.map(({ type, value }) =>
    writeElement(tags.sequence, writeOctets(type), writeOctets(value)),
  )
  const rest = list.length > 0 ? [writeElement(0xa0, ...list)] : []
  return writeElement(tags.sequence, writeInteger(id), operation, ...rest)
}
