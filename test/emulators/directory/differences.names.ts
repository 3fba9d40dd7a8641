/** Names, filters and controls in which Samba 4.17 differs from AD; see differences.ts. */
import { domainScope, pagedResults } from '../../../src/ad/ldap/controls.js'
import { equals, not } from '../../../src/ad/ldap/filter.js'
import { addGroup, changed, code, first, fresh, group, type Difference } from './support/cases.js'

const names: Difference[] = [
  {
    title: 'two names that differ in a diacritic only',
    source: 'MS-ADTS 3.1.1.2.2.4.13 (NORM_IGNORENONSPACE); KB 938447',
    async run(ground) {
      await group(ground, {}, 'Ren\u00e9e')
      return code(await addGroup(ground, {}, 'RENEE'))
    },
    ad: 68,
    samba: 0,
  },
  {
    title: 'a search for a name without its diacritics',
    source: 'MS-ADTS 3.1.1.2.2.4.13 (NORM_IGNORENONSPACE)',
    async run(ground) {
      await group(ground, {}, 'Zo\u00eb Krüger')
      return (await ground.admin.search({ base: ground.ou, filter: equals('cn', 'ZOE KRUGER') })).entries
        .length
    },
    ad: 1,
    samba: 0,
  },
  {
    title: 'an unescaped equals sign in a name',
    source: 'RFC 4514 §2.4: it needs no escape',
    run: async (ground) => code(await addGroup(ground, {}, fresh('a=b'))),
    ad: 0,
    samba: 34,
  },
  {
    title: 'UTF-8 in escaped bytes',
    source: 'reported as refused: ldapjs/node-ldapjs issue 957',
    async run(ground) {
      await group(ground, {}, 'Zo\u00e9')
      return code(await ground.admin.search({ base: `CN=Zo\\c3\\a9,${ground.ou}`, scope: 'base' }))
    },
    ad: 34,
    samba: 0,
  },
  {
    title: 'semicolons between the RDNs of a name',
    source: 'RFC 2253 §4, which AD still takes',
    run: async (ground) =>
      code(await ground.admin.search({ base: ground.ou.replaceAll(',', ';'), scope: 'base' })),
    ad: 0,
    samba: 34,
  },
  {
    title: 'a name of another domain',
    source: 'MS-ADTS 3.1.1.4.6: a referral to the domain that it seems to be of',
    run: async (ground) => code(await ground.admin.search({ base: 'DC=elsewhere,DC=test' })),
    ad: 10,
    samba: 32,
  },
  {
    title: 'a rename of an object named by its GUID',
    source: 'MS-ADTS 3.1.1.3.1.2.4: any request may name it so',
    async run(ground) {
      const dn = await group(ground)
      const { entries } = await ground.admin.search({ base: dn, scope: 'base', attributes: ['objectGUID'] })
      const guid = entries[0]?.attributes.get('objectGUID')?.[0]?.toString('hex')
      return code(await ground.admin.rename(`<GUID=${guid}>`, `CN=${fresh()}`))
    },
    ad: 0,
    samba: 32,
  },
]

const protocol: Difference[] = [
  {
    title: 'a limit of two entries',
    source: 'RFC 4511 §4.5.1.4',
    run: async (ground) => code(await ground.admin.search({ base: ground.baseDn, sizeLimit: 2 })),
    ad: 4,
    samba: 0,
  },
  {
    title: 'a range that starts after the last value',
    source: 'MS-ADTS 3.1.1.3.4.1.16: an error, unless LDAP_SERVER_RANGE_RETRIEVAL_NOERR_OID is there',
    async run(ground) {
      const dn = await group(ground, { member: first(ground).dn })
      return code(await ground.admin.search({ base: dn, scope: 'base', attributes: ['member;range=5-*'] }))
    },
    ad: 1,
    samba: 0,
  },
  {
    title: 'NOT of an equality filter on an unknown attribute',
    source: 'RFC 4511 §4.5.1.7: undefined stays undefined',
    async run(ground) {
      const filter = not(equals('nonsense', 'x'))
      return (await ground.admin.search({ base: ground.ou, scope: 'base', filter })).entries.length
    },
    ad: 0,
    samba: 1,
  },
  {
    title: 'the critical control lazy commit',
    source: 'MS-ADTS 3.1.1.3.4.1.7: supported',
    run: changed({}, 'replace', 'info', 'x', [{ type: '1.2.840.113556.1.4.619', critical: true }]),
    ad: 0,
    samba: 12,
  },
  {
    title: 'the rootDSE in pages, without a bind',
    source: 'reported: jborean93/PSOpenAD issue 103',
    async run(ground) {
      const controls = [pagedResults(10, Buffer.alloc(0))]
      return code(await ground.anonymous.search({ base: '', scope: 'base', controls }))
    },
    ad: 1,
    samba: 0,
  },
  {
    title: 'a page with an invalid cookie',
    source: "MS-ADTS 3.1.1.3.4.1.1: a cookie is the server's own",
    async run(ground) {
      const controls = [pagedResults(2, Buffer.from('nonsense')), domainScope]
      return code(await ground.admin.search({ base: ground.baseDn, controls }))
    },
    ad: 12,
    samba: 53,
  },
  {
    title: 'a name without a password',
    source: 'RFC 4513 §5.1.2: nobody, successfully',
    run: async (ground) => code(await ground.anonymous.bind(first(ground).dn, '')),
    ad: 0,
    samba: 49,
  },
  {
    title: 'who am I',
    source: 'RFC 4532; MS-ADTS 3.1.1.3.4.2',
    run: async (ground) => code(await ground.admin.extended('1.3.6.1.4.1.4203.1.11.3')),
    ad: 0,
    samba: 2,
  },
]

export const namesAndProtocol: readonly Difference[] = [...names, ...protocol]
