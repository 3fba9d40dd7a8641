/** Changing objects; see agreements.ts. */
import { permissiveModify } from '../../../src/ad/ldap/controls.js'
import { change, changed, code, first, group, type Agreement } from './support/cases.js'

const sid = (text: string): Buffer => Buffer.from(text, 'hex')

export const changing: Agreement[] = [
  { title: 'no change at all', run: async (g) => code(await g.admin.modify(await group(g), [])), ad: 53 },
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
  { title: 'the class', run: changed({}, 'replace', 'objectClass', ['top', 'user']), ad: 65 },
  { title: 'one more class, of another kind', run: changed({}, 'add', 'objectClass', 'user'), ad: 65 },
  { title: 'one more class that nobody knows', run: changed({}, 'add', 'objectClass', 'nonsense'), ad: 16 },
  { title: 'a class it has already', run: changed({}, 'add', 'objectClass', 'group'), ad: 20 },
  { title: 'a class less that it has not', run: changed({}, 'delete', 'objectClass', 'user'), ad: 16 },
  { title: 'its own class less', run: changed({}, 'delete', 'objectClass', 'group'), ad: 65 },
  { title: 'a class less that comes back', run: changed({}, 'delete', 'objectClass', 'top'), ad: 0 },
  { title: 'no class at all', run: changed({}, 'replace', 'objectClass', []), ad: 65 },
  { title: 'distinguishedName, replaced', run: changed({}, 'replace', 'distinguishedName', 'CN=x'), ad: 19 },
  { title: 'distinguishedName, taken away', run: changed({}, 'delete', 'distinguishedName'), ad: 53 },
  { title: 'the class, to what it is', run: changed({}, 'replace', 'objectClass', ['top', 'group']), ad: 0 },
  { title: 'no account name any more', run: changed({}, 'delete', 'sAMAccountName'), ad: 53 },
  { title: 'no group type any more', run: changed({}, 'delete', 'groupType'), ad: 53 },
  {
    title: 'a second value where one may be',
    run: changed({ displayName: 'a' }, 'add', 'displayName', 'b'),
    ad: 20,
  },
  { title: 'two values for one', run: changed({}, 'replace', 'displayName', ['a', 'b']), ad: 20 },
  { title: 'two descriptions of a group', run: changed({}, 'replace', 'description', ['a', 'b']), ad: 20 },
  { title: 'an added attribute without values', run: changed({}, 'add', 'description'), ad: 19 },
  { title: 'nothing for nothing', run: changed({}, 'replace', 'description'), ad: 0 },
  { title: 'taking away what is not there', run: changed({}, 'delete', 'description'), ad: 16 },
  {
    title: 'the same, where that is permitted',
    run: changed({}, 'delete', 'description', [], [permissiveModify]),
    ad: 0,
  },
  {
    title: 'taking away a value that is not there',
    run: changed({ proxyAddresses: 'a' }, 'delete', 'proxyAddresses', 'b'),
    ad: 16,
  },
  {
    title: 'bytes that are no text',
    run: changed({}, 'replace', 'description', Buffer.from([0xff])),
    ad: 21,
  },
  { title: 'letters for a number', run: changed({}, 'replace', 'adminCount', 'one'), ad: 21 },
  {
    title: 'a truth in small letters',
    run: changed({}, 'replace', 'showInAdvancedViewOnly', 'true'),
    ad: 21,
  },
  {
    title: 'a member who does not exist',
    run: async (g) => changed({}, 'add', 'member', `CN=nobody,${g.ou}`)(g),
    ad: 32,
  },
  {
    title: 'a member with a GUID that nobody has',
    run: changed({}, 'add', 'member', '<GUID=00000000-0000-4000-8000-000000000001>'),
    ad: 32,
  },
  { title: 'a member that is no name', run: changed({}, 'add', 'member', 'nonsense'), ad: 34 },
  {
    title: 'a member who is there already',
    run: async (g) => changed({ member: first(g).dn }, 'add', 'member', first(g).dn)(g),
    ad: 68,
  },
  {
    title: 'a member twice in one request',
    async run(g) {
      const add = { operation: 'add', attribute: 'member', values: [first(g).dn] } as const
      return code(await g.admin.modify(await group(g), [add, add]))
    },
    ad: 68,
  },
  {
    title: 'a manager who does not exist',
    run: async (g) => changed({}, 'replace', 'managedBy', `CN=nobody,${g.ou}`)(g),
    ad: 19,
  },
  {
    title: 'a second manager',
    run: async (g) => changed({ managedBy: first(g).dn }, 'add', 'managedBy', g.ou)(g),
    ad: 20,
  },
]
