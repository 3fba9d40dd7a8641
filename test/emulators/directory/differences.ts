/**
 * Cases in which Samba 4.17 differs from Active Directory; the embedded directory follows AD. Tests on Samba
 * prove nothing about these.
 */
import { permissiveModify } from '../../../src/ad/ldap/controls.js'
import { limits } from './differences.limits.js'
import { namesAndProtocol } from './differences.names.js'
import { primaryGroups } from './differences.primary.js'
import {
  addGroup,
  addUser,
  change,
  changed,
  code,
  first,
  fresh,
  global,
  group,
  local,
  universal,
  type Difference,
} from './support/cases.js'

const long = (length: number): string => 'x'.repeat(length)
const nested =
  (inner: string, outer: string): Difference['run'] =>
  async (ground) => {
    const member = await group(ground, { groupType: inner })
    return code(await addGroup(ground, { groupType: outer, member }))
  }

const values: Difference[] = [
  {
    title: 'a display name of 257 characters',
    source: 'MS-ADTS 3.1.1.5.1.1: constraintViolation',
    run: changed({}, 'replace', 'displayName', long(257)),
    ad: 19,
    samba: 21,
  },
  {
    title: 'a name of 65 characters',
    source: 'MS-ADTS 3.1.1.5.1.1: rangeUpper of Common-Name is 64',
    run: async (ground) => code(await addGroup(ground, {}, long(65))),
    ad: 19,
    samba: 0,
  },
  {
    title: 'an integer of more than 32 bits',
    source: 'MS-ADTS 3.1.1.2.2.2.9: Integer',
    run: changed({}, 'replace', 'adminCount', '99999999999'),
    ad: 21,
    samba: 0,
  },
  {
    title: 'a value that differs from an existing one in case only',
    source: 'MS-ADTS 3.1.1.2.2.4.13: strings are compared without case',
    run: changed({ proxyAddresses: 'smtp:a@b' }, 'add', 'proxyAddresses', 'SMTP:A@B'),
    ad: 20,
    samba: 0,
  },
  {
    title: '2,000 values of an attribute that is not a link',
    source: "Samba's source4/dsdb/tests/python/ldap.py: beyond 1,210 Windows answers adminLimitExceeded",
    run: changed(
      {},
      'add',
      'proxyAddresses',
      Array.from({ length: 2000 }, (_, index) => `smtp:${index}@b`),
    ),
    ad: 11,
    samba: 0,
  },
  {
    title: 'an account name with an asterisk',
    source: 'reported for many versions: 00000523: SysErr: …, problem 22 (Invalid argument)',
    run: async (ground) => code(await addGroup(ground, { sAMAccountName: fresh('a*') })),
    ad: 80,
    samba: 19,
  },
  {
    title: "a user's account name of 21 characters",
    source: 'reported: 00000523: SysErr: …; rangeUpper of SAM-Account-Name is 256, but 20 for users',
    run: async (ground) => code(await addUser(ground, { sAMAccountName: fresh(long(20)) })),
    ad: 80,
    samba: 0,
  },
  {
    title: 'an enabled user without a password',
    source: 'reported: 0000052D: SvcErr: …, problem 5003 (WILL_NOT_PERFORM)',
    run: async (ground) => code(await addUser(ground, { userAccountControl: '512' })),
    ad: 53,
    samba: 0,
  },
]

const members: Difference[] = [
  {
    title: 'adding an existing member, with the permissive control',
    source: 'MS-ADTS 3.1.1.3.4.1.8: LDAP_SERVER_PERMISSIVE_MODIFY_OID',
    run: async (ground) =>
      changed({ member: first(ground).dn }, 'add', 'member', first(ground).dn, [permissiveModify])(ground),
    ad: 0,
    samba: 68,
  },
  {
    title: 'removing an object that is not a member',
    source: "MS-ADTS 3.1.1.5.3.2 and Samba's sam.py: unwillingToPerform",
    run: async (ground) => changed({}, 'delete', 'member', first(ground).dn)(ground),
    ad: 53,
    samba: 16,
  },
  {
    title: 'removing an object that is not a member, with the permissive control',
    source: 'MS-ADTS 3.1.1.3.4.1.8',
    run: async (ground) => changed({}, 'delete', 'member', first(ground).dn, [permissiveModify])(ground),
    ad: 0,
    samba: 16,
  },
  {
    title: 'a new group with a member that does not exist',
    source: 'reported: 000020B5: AtrErr: …, problem 1005 (CONSTRAINT_ATT_TYPE), …, Att 1f (member)',
    run: async (ground) => code(await addGroup(ground, { member: `CN=nobody,${ground.ou}` })),
    ad: 19,
    samba: 32,
  },
  {
    title: 'a domain-local group in a universal one',
    source: 'MS-SAMR 3.1.1.8.9; ERROR_DS_UNIVERSAL_CANT_HAVE_LOCAL_MEMBER',
    run: nested(local, universal),
    ad: 53,
    samba: 0,
  },
  {
    title: 'a universal group in a global one',
    source: 'MS-SAMR 3.1.1.8.9; ERROR_DS_GLOBAL_CANT_HAVE_UNIVERSAL_MEMBER',
    run: nested(universal, global),
    ad: 53,
    samba: 0,
  },
  {
    title: 'a foreign SID in a universal group',
    source: 'MS-SAMR 3.1.1.8.9; ERROR_DS_NO_FPO_IN_UNIVERSAL_GROUPS',
    run: changed({}, 'add', 'member', '<SID=S-1-5-21-9-9-9-9>'),
    ad: 53,
    samba: 0,
  },
  {
    title: 'changing a universal group that is a member of another to domain-local',
    source: 'the table of group scopes in "Active Directory security groups"',
    async run(ground) {
      const inner = await group(ground)
      await group(ground, { member: inner })
      return code(await change(ground, inner, 'replace', 'groupType', local))
    },
    ad: 53,
    samba: 0,
  },
]

export const differences: readonly Difference[] = [
  ...values,
  ...members,
  ...primaryGroups,
  ...limits,
  ...namesAndProtocol,
]
