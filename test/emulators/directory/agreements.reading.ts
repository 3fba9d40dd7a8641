/** Cases about renaming, moving, deleting and reading; see agreements.ts. */
import { domainScope, treeDelete } from '../../../src/ad/ldap/controls.js'
import { equals, not } from '../../../src/ad/ldap/filter.js'
import { code, first, fresh, group, type Agreement } from './support/cases.js'

export const moving: Agreement[] = [
  {
    title: 'a rename that keeps the old RDN',
    run: async (g) => code(await g.admin.rename(await group(g), 'CN=x', undefined, false)),
    ad: 53,
  },
  {
    title: 'a rename with another naming attribute',
    run: async (g) => code(await g.admin.rename(await group(g), 'OU=x')),
    ad: 53,
  },
  {
    title: 'a rename that changes the case only',
    run: async (g) => code(await g.admin.rename(await group(g, {}, 'small'), 'CN=SMALL')),
    ad: 0,
  },
  {
    title: 'a rename to a name that exists',
    run: async (g) =>
      code(
        await g.admin.rename(
          await group(g),
          `CN=${(await group(g, {}, fresh('held'))).slice(3).split(',')[0]}`,
        ),
      ),
    ad: 68,
  },
  {
    title: 'a move to a container that does not exist',
    run: async (g) => code(await g.admin.rename(await group(g), 'CN=x', `OU=no,${g.ou}`)),
    ad: 80,
  },
  {
    title: 'a move below a user',
    run: async (g) => code(await g.admin.rename(await group(g), 'CN=x', first(g).dn)),
    ad: 64,
  },
  {
    title: 'a move to another naming context',
    run: async (g) =>
      code(await g.admin.rename(await group(g), 'CN=x', `CN=Services,CN=Configuration,${g.baseDn}`)),
    ad: 71,
  },
  {
    title: 'a rename of CN=Users',
    run: async (g) => code(await g.admin.rename(`CN=Users,${g.baseDn}`, 'CN=x')),
    ad: 53,
  },
  {
    title: 'a deletion of an object with children',
    run: async (g) => code(await g.admin.delete(`OU=People,${g.baseDn}`)),
    ad: 66,
  },
  {
    title: 'a deletion of the domain',
    run: async (g) => code(await g.admin.delete(g.baseDn, [treeDelete])),
    ad: 53,
  },
  {
    title: 'a deletion of an object that does not exist',
    run: async (g) => code(await g.admin.delete(`CN=no,${g.ou}`)),
    ad: 32,
  },
]

export const reading: Agreement[] = [
  {
    title: 'a search base that does not exist',
    run: async (g) => code(await g.admin.search({ base: `CN=no,${g.ou}` })),
    ad: 32,
  },
  {
    title: 'a search base that is not a DN',
    run: async (g) => code(await g.admin.search({ base: 'nonsense' })),
    ad: 34,
  },
  {
    title: 'a subtree search of the rootDSE',
    run: async (g) => code(await g.admin.search({ base: '', scope: 'sub' })),
    ad: 32,
  },
  {
    title: 'another domain, with the control domainScope',
    run: async (g) => code(await g.admin.search({ base: 'DC=no', controls: [domainScope] })),
    ad: 32,
  },
  {
    title: 'an unknown critical control',
    run: async (g) =>
      code(await g.admin.search({ base: g.ou, controls: [{ type: '1.2.3', critical: true }] })),
    ad: 12,
  },
  {
    title: 'an unknown control that is not critical',
    run: async (g) =>
      code(
        await g.admin.search({ base: g.ou, scope: 'base', controls: [{ type: '1.2.3', critical: false }] }),
      ),
    ad: 0,
  },
  {
    title: 'a search without a bind',
    run: async (g) => code(await g.anonymous.search({ base: g.baseDn, scope: 'base' })),
    ad: 1,
  },
  {
    title: 'the rootDSE without a bind',
    run: async (g) => code(await g.anonymous.search({ base: '', scope: 'base' })),
    ad: 0,
  },
  { title: 'an unknown extended operation', run: async (g) => code(await g.admin.extended('1.2.3')), ad: 2 },
  {
    title: 'a comparison that is true',
    run: async (g) => code(await g.admin.compare(g.ou, 'ou', 'CASES')),
    ad: 6,
  },
  {
    title: 'a comparison that is false',
    run: async (g) => code(await g.admin.compare(g.ou, 'ou', 'x')),
    ad: 5,
  },
  {
    title: 'a wrong password',
    run: async (g) => code(await g.anonymous.bind(`CN=Administrator,CN=Users,${g.baseDn}`, 'x')),
    ad: 49,
  },
  {
    title: 'an account name without its domain',
    run: async (g) => code(await g.anonymous.bind('Administrator', 'x')),
    ad: 49,
  },
  {
    title: 'NOT of an equality filter on a missing attribute',
    run: async (g) =>
      (await g.admin.search({ base: g.ou, scope: 'base', filter: not(equals('street', 'x')) })).entries
        .length,
    ad: 1,
  },
  {
    title: 'a SID as text in a filter',
    run: async (g) =>
      (await g.admin.search({ base: g.baseDn, filter: equals('objectSid', first(g).sid) })).entries.length,
    ad: 1,
  },
  {
    title: 'objectCategory by class name',
    run: async (g) =>
      (await g.admin.search({ base: first(g).dn, scope: 'base', filter: equals('objectCategory', 'user') }))
        .entries.length,
    ad: 1,
  },
]
