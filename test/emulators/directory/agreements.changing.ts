/** Cases about changing objects; see agreements.ts. */
import { permissiveModify } from '../../../src/ad/ldap/controls.js'
import { change, changed, code, first, group, type Agreement } from './support/cases.js'

const sid = (text: string): Buffer => Buffer.from(text, 'hex')

export const changing: Agreement[] = [
  {
    title: 'a modify without changes',
    run: async (g) => code(await g.admin.modify(await group(g), [])),
    ad: 53,
  },
  { title: 'an unknown attribute', run: changed({}, 'replace', 'nonsense', 'x'), ad: 16 },
  { title: 'an attribute of another class', run: changed({}, 'replace', 'userPrincipalName', 'x'), ad: 65 },
  { title: 'cn', run: changed({}, 'replace', 'cn', 'x'), ad: 67 },
  { title: 'name', run: changed({}, 'replace', 'name', 'x'), ad: 67 },
  { title: 'objectGUID', run: changed({}, 'replace', 'objectGUID', Buffer.alloc(16, 1)), ad: 19 },
  {
    title: 'objectSid',
    run: changed({}, 'replace', 'objectSid', sid('01020000000000052000000020020000')),
    ad: 53,
  },
  { title: 'whenCreated', run: changed({}, 'replace', 'whenCreated', '20200101000000.0Z'), ad: 19 },
  { title: 'sAMAccountType', run: changed({}, 'replace', 'sAMAccountType', '1'), ad: 53 },
  { title: 'isCriticalSystemObject', run: changed({}, 'replace', 'isCriticalSystemObject', 'TRUE'), ad: 53 },
  {
    title: 'memberOf',
    run: async (g) => code(await change(g, first(g).dn, 'add', 'memberOf', await group(g))),
    ad: 53,
  },
  { title: 'replacing the class', run: changed({}, 'replace', 'objectClass', ['top', 'user']), ad: 65 },
  { title: 'adding a class of another kind', run: changed({}, 'add', 'objectClass', 'user'), ad: 65 },
  { title: 'adding an unknown class', run: changed({}, 'add', 'objectClass', 'nonsense'), ad: 16 },
  { title: 'adding a class that the object has', run: changed({}, 'add', 'objectClass', 'group'), ad: 20 },
  {
    title: 'removing a class that the object does not have',
    run: changed({}, 'delete', 'objectClass', 'user'),
    ad: 16,
  },
  { title: "removing the object's own class", run: changed({}, 'delete', 'objectClass', 'group'), ad: 65 },
  { title: 'removing an inherited class', run: changed({}, 'delete', 'objectClass', 'top'), ad: 0 },
  { title: 'removing all classes', run: changed({}, 'replace', 'objectClass', []), ad: 65 },
  { title: 'replacing distinguishedName', run: changed({}, 'replace', 'distinguishedName', 'CN=x'), ad: 19 },
  { title: 'removing distinguishedName', run: changed({}, 'delete', 'distinguishedName'), ad: 53 },
  {
    title: 'replacing the class with the same one',
    run: changed({}, 'replace', 'objectClass', ['top', 'group']),
    ad: 0,
  },
  { title: 'removing the account name', run: changed({}, 'delete', 'sAMAccountName'), ad: 53 },
  { title: 'removing the group type', run: changed({}, 'delete', 'groupType'), ad: 53 },
  {
    title: 'adding a second value to a single-valued attribute',
    run: changed({ displayName: 'a' }, 'add', 'displayName', 'b'),
    ad: 20,
  },
  {
    title: 'two values for a single-valued attribute',
    run: changed({}, 'replace', 'displayName', ['a', 'b']),
    ad: 20,
  },
  { title: 'two descriptions of a group', run: changed({}, 'replace', 'description', ['a', 'b']), ad: 20 },
  { title: 'adding an attribute without values', run: changed({}, 'add', 'description'), ad: 19 },
  {
    title: 'replacing a missing attribute with no values',
    run: changed({}, 'replace', 'description'),
    ad: 0,
  },
  { title: 'removing a missing attribute', run: changed({}, 'delete', 'description'), ad: 16 },
  {
    title: 'removing a missing attribute, with the permissive control',
    run: changed({}, 'delete', 'description', [], [permissiveModify]),
    ad: 0,
  },
  {
    title: 'removing a missing value',
    run: changed({ proxyAddresses: 'a' }, 'delete', 'proxyAddresses', 'b'),
    ad: 16,
  },
  {
    title: 'bytes that are not UTF-8',
    run: changed({}, 'replace', 'description', Buffer.from([0xff])),
    ad: 21,
  },
  { title: 'letters for an integer', run: changed({}, 'replace', 'adminCount', 'one'), ad: 21 },
  {
    title: 'a boolean in lower case',
    run: changed({}, 'replace', 'showInAdvancedViewOnly', 'true'),
    ad: 21,
  },
  {
    title: 'a member that does not exist',
    run: async (g) => changed({}, 'add', 'member', `CN=nobody,${g.ou}`)(g),
    ad: 32,
  },
  {
    title: 'a member with an unknown GUID',
    run: changed({}, 'add', 'member', '<GUID=00000000-0000-4000-8000-000000000001>'),
    ad: 32,
  },
  { title: 'a member with an invalid DN', run: changed({}, 'add', 'member', 'nonsense'), ad: 34 },
  {
    title: 'adding an existing member',
    run: async (g) => changed({ member: first(g).dn }, 'add', 'member', first(g).dn)(g),
    ad: 68,
  },
  {
    title: 'the same member twice in one request',
    async run(g) {
      const add = { operation: 'add', attribute: 'member', values: [first(g).dn] } as const
      return code(await g.admin.modify(await group(g), [add, add]))
    },
    ad: 68,
  },
  {
    title: 'a manager that does not exist',
    run: async (g) => changed({}, 'replace', 'managedBy', `CN=nobody,${g.ou}`)(g),
    ad: 19,
  },
  {
    title: 'a second manager',
    run: async (g) => changed({ managedBy: first(g).dn }, 'add', 'managedBy', g.ou)(g),
    ad: 20,
  },
]
