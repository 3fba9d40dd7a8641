/** Parses the controls of MS-ADTS 3.1.1.3.4.1 that this directory supports. */
import { invalidControl, ldapError, ldapCodes } from '../errors.js'
import {
  contentOf,
  MalformedMessage,
  readElements,
  readInteger,
  tags,
  writeElement,
  writeInteger,
  writeOctets,
} from './ber.js'
import type { RequestControl } from './requests.js'
import type { ResponseControl } from './responses.js'

export const controlTypes = {
  pagedResults: '1.2.840.113556.1.4.319',
  showDeleted: '1.2.840.113556.1.4.417',
  extendedDn: '1.2.840.113556.1.4.529',
  lazyCommit: '1.2.840.113556.1.4.619',
  sdFlags: '1.2.840.113556.1.4.801',
  rangeOption: '1.2.840.113556.1.4.802',
  treeDelete: '1.2.840.113556.1.4.805',
  domainScope: '1.2.840.113556.1.4.1339',
  permissiveModify: '1.2.840.113556.1.4.1413',
  rangeNoError: '1.2.840.113556.1.4.1948',
  showRecycled: '1.2.840.113556.1.4.2064',
} as const

export const supportedControls: readonly string[] = Object.values(controlTypes)

export interface Controls {
  paged?: { size: number; cookie: Buffer; critical: boolean }
  showDeleted: boolean
  showRecycled: boolean
  extendedDn?: 'hex' | 'text'
  /** Parts of the security descriptor to return. */
  sdFlags?: number
  treeDelete: boolean
  domainScope: boolean
  permissive: boolean
  rangeNoError: boolean
}

export const noControls: Controls = {
  showDeleted: false,
  showRecycled: false,
  treeDelete: false,
  domainScope: false,
  permissive: false,
  rangeNoError: false,
}

/** @throws LdapRefusal 12 for an unsupported critical control, and for an invalid value */
export function readControls(list: readonly RequestControl[]): Controls {
  const controls: Controls = { ...noControls }
  for (const control of list) {
    const known = controlReaders[control.type]
    if (known) known(controls, control)
    else if (control.critical && !supportedControls.includes(control.type))
      throw ldapError(ldapCodes.unavailableCriticalExtension, 0x202c, 'Error processing control')
  }
  return controls
}

const controlReaders: Readonly<Record<string, (controls: Controls, control: RequestControl) => void>> = {
  [controlTypes.pagedResults]: (controls, { value, critical }) => {
    const { size, cookie } = readPaged(value)
    controls.paged = { size, cookie, critical }
  },
  [controlTypes.showDeleted]: (controls) => void (controls.showDeleted = true),
  [controlTypes.showRecycled]: (controls) => {
    controls.showDeleted = true
    controls.showRecycled = true
  },
  [controlTypes.extendedDn]: (controls, { value }) => void (controls.extendedDn = readDnForm(value)),
  [controlTypes.sdFlags]: (controls, { value }) => void (controls.sdFlags = readFlags(value)),
  [controlTypes.treeDelete]: (controls) => void (controls.treeDelete = true),
  [controlTypes.domainScope]: (controls) => void (controls.domainScope = true),
  [controlTypes.permissiveModify]: (controls) => void (controls.permissive = true),
  [controlTypes.rangeNoError]: (controls) => void (controls.rangeNoError = true),
}

const readPaged = (value: Buffer | undefined): { size: number; cookie: Buffer } =>
  orInvalidControl(() => {
    const [size, cookie] = sequenceElements(value)
    return { size: readInteger(size), cookie: contentOf(cookie, tags.octets) }
  })

/** The form is hex if there is no value (MS-ADTS 3.1.1.3.4.1.5). */
const readDnForm = (value: Buffer | undefined): 'hex' | 'text' =>
  orInvalidControl(() => (value && readInteger(sequenceElements(value)[0]) === 1 ? 'text' : 'hex'))

/** No flags mean all parts (MS-ADTS 3.1.1.3.4.1.11). */
const readFlags = (value: Buffer | undefined): number =>
  orInvalidControl(() => readInteger(sequenceElements(value)[0]) & 0xf || 0xf)

const sequenceElements = (value: Buffer = Buffer.alloc(0)) =>
  readElements(contentOf(readElements(value)[0], tags.sequence))

function orInvalidControl<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof MalformedMessage ? invalidControl() : error
  }
}

/** AD sends 0 instead of the estimated number of results. */
export const pagedResponse = (cookie: Buffer): ResponseControl => ({
  type: controlTypes.pagedResults,
  value: writeElement(tags.sequence, writeInteger(0), writeOctets(cookie)),
})
