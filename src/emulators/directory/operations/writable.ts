/**
 * Rejects attributes that a request may not write, with AD's error for each (MS-ADTS 3.1.1.5.2.2,
 * 3.1.1.5.3.2).
 */
import {
  attributeError,
  ldapCodes,
  objectClassViolation,
  LdapRefusal,
  unknownAttribute,
  unwilling,
  updateError,
} from '../errors.js'
import type { Change } from '../protocol/requests.js'
import type { Schema } from '../schema/schema.js'
import { isBackLink, type AttributeType, type ClassClosure } from '../schema/types.js'
import type { Entry } from '../store/entry.js'
import { isField } from '../store/values.js'

const attributeKeys = (...names: string[]): ReadonlySet<string> =>
  new Set(names.map((name) => name.toLowerCase()))

const setBySam = attributeKeys(
  'objectSid',
  'sAMAccountType',
  'badPwdCount',
  'badPasswordTime',
  'lastLogon',
  'logonCount',
  'isCriticalSystemObject',
)

/**
 * Access lists are set through accessAdministration.ts; accepting one over LDAP without applying it would
 * mislead clients.
 */
const descriptorKey = 'ntsecuritydescriptor'

/** @throws LdapRefusal */
export function checkModifiable(
  attribute: AttributeType,
  entry: Entry,
  operation: Change['operation'],
): void {
  const { key, name } = attribute
  if (key === entry.class.naming || key === 'name')
    throw updateError(ldapCodes.notAllowedOnRdn, 0x2016, '6004 (CANT_ON_RDN)')
  if (setBySam.has(key) || isBackLink(attribute)) throw unwilling(0x209a)
  if (key === descriptorKey) throw unwilling(0x2077)
  if (key === 'distinguishedname' && operation !== 'replace') throw unwilling(0x2077)
  if (attribute.systemOnly || attribute.constructed || isField(attribute))
    throw attributeError(1005, 0x20b1, name)
}

/**
 * An object keeps its class: auxiliary classes cannot be added here, and inherited classes cannot be removed.
 */
export function checkClassChange(schema: Schema, type: ClassClosure, { operation, values }: Change): void {
  const named = values.map((value) => schema.class(String(value)))
  if (named.includes(undefined)) throw unknownAttribute()
  const known = named.flatMap((one) => one ?? [])
  const own = (one: ClassClosure) => type.chain.includes(one.name)
  if (operation === 'add' && known.some(own)) throw attributeError(1006, 0x2083, 'objectClass')
  if (operation === 'delete' && !known.every(own)) throw attributeError(1001, 0x2085, 'objectClass')
  const isSame =
    operation === 'delete'
      ? known.length > 0 && !known.includes(type) // inherited classes are restored at once
      : operation === 'replace' && known.includes(type) && known.every(own)
  if (!isSame) throw objectClassViolation(0x2014)
}

/** Attributes that an add may contain and whose values the server ignores. */
const ignoredInAdd = attributeKeys(
  'objectCategory',
  'instanceType',
  'name',
  'distinguishedName',
  'uSNCreated',
  'uSNChanged',
  'whenCreated',
  'whenChanged',
)

/**
 * Rejected in an add: a new account is in no group that could be its primary group, and inherits its access
 * list.
 */
const rejectedInAdd: ReadonlySet<string> = new Set([...setBySam, 'primarygroupid', descriptorKey])

/** Returns false if an add ignores this attribute. @throws LdapRefusal for one that it must not contain */
export function isUsedInAdd(attribute: AttributeType): boolean {
  const { key } = attribute
  if (ignoredInAdd.has(key)) return false
  if (attribute.constructed) throw new LdapRefusal(ldapCodes.undefinedAttributeType, constructedText)
  if (rejectedInAdd.has(key) || attribute.systemOnly || isField(attribute) || isBackLink(attribute))
    throw unwilling(0x2035)
  return true
}

const constructedText =
  '0000200C: LdapErr: DSID-0C090D8A, comment: Error in attribute conversion operation, data 0, v4563'
