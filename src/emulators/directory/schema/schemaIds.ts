/** schemaIDGUIDs, by which access lists identify attributes and classes (MS-ADA1 to 3, MS-ADSC). */
import { createHash } from 'node:crypto'
import { guidBytes } from '../names/identifiers.js'

/** The real values of attributes and classes that access lists commonly use. */
const publishedIds: Readonly<Record<string, string>> = {
  adminDescription: 'bf967919-0de6-11d0-a285-00aa003049e2',
  computer: 'bf967a86-0de6-11d0-a285-00aa003049e2',
  contact: '5cb41ed0-0e4c-11d0-a286-00aa003049e2',
  description: 'bf967950-0de6-11d0-a285-00aa003049e2',
  displayName: 'bf967953-0de6-11d0-a285-00aa003049e2',
  group: 'bf967a9c-0de6-11d0-a285-00aa003049e2',
  info: 'bf96793e-0de6-11d0-a285-00aa003049e2',
  mail: 'bf967961-0de6-11d0-a285-00aa003049e2',
  managedBy: '0296c120-40da-11d1-a9c0-0000f80367c1',
  member: 'bf9679c0-0de6-11d0-a285-00aa003049e2',
  memberOf: 'bf967991-0de6-11d0-a285-00aa003049e2',
  nTSecurityDescriptor: 'bf9679e3-0de6-11d0-a285-00aa003049e2',
  organizationalUnit: 'bf967aa5-0de6-11d0-a285-00aa003049e2',
  primaryGroupID: 'bf967a00-0de6-11d0-a285-00aa003049e2',
  proxyAddresses: 'bf967a06-0de6-11d0-a285-00aa003049e2',
  sAMAccountName: '3e0abfd0-126a-11d0-a060-00aa006c33ed',
  user: 'bf967aba-0de6-11d0-a285-00aa003049e2',
  userAccountControl: 'bf967a68-0de6-11d0-a285-00aa003049e2',
}

/** Returns the real value, or one derived from the OID. */
export function schemaIdOf({ name, oid }: { name: string; oid: string }): Buffer {
  const id = publishedIds[name]
  return id === undefined ? createHash('sha256').update(oid).digest().subarray(0, 16) : guidBytes(id)
}
