/** Renaming, moving, deleting and reading; see agreements.ts. */
import { domainScope, treeDelete } from '../../../src/ad/ldap/controls.js'
import { equals, not } from '../../../src/ad/ldap/filter.js'
import { code, first, fresh, group, type Agreement } from './support/cases.js'

export const moving: Agreement[] = [
  {
    title: 'a rename that keeps the old name',
    run: async (g) => code(await g.admin.rename(await group(g), 'CN=x', undefined, false)),
    ad: 53,
  },
  {
    title: 'a rename by another attribute',
    run: async (g) => code(await g.admin.rename(await group(g), 'OU=x')),
    ad: 53,
  },
  {
    title: 'a rename to other letters',
    run: async (g) => code(await g.admin.rename(await group(g, {}, 'small'), 'CN=SMALL')),
    ad: 0,
  },
  {
    title: 'a rename to a name that is taken',
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
    title: 'a move to a container that is not there',
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
    title: 'a deletion of what holds others',
    run: async (g) => code(await g.admin.delete(`OU=People,${g.baseDn}`)),
    ad: 66,
  },
  {
    title: 'a deletion of the domain',
    run: async (g) => code(await g.admin.delete(g.baseDn, [treeDelete])),
    ad: 53,
  },
  {
    title: 'a deletion of what is not there',
    run: async (g) => code(await g.admin.delete(`CN=no,${g.ou}`)),
    ad: 32,
  },
]

export const reading: Agreement[] = [
  {
    title: 'a base that is not there',
    run: async (g) => code(await g.admin.search({ base: `CN=no,${g.ou}` })),
    ad: 32,
  },
  {
    title: 'a base that is no name',
    run: async (g) => code(await g.admin.search({ base: 'nonsense' })),
    ad: 34,
  },
  {
    title: 'everything below the root',
    run: async (g) => code(await g.admin.search({ base: '', scope: 'sub' })),
    ad: 32,
  },
  {
    title: 'another domain, without references',
    run: async (g) => code(await g.admin.search({ base: 'DC=no', controls: [domainScope] })),
    ad: 32,
  },
  {
    title: 'a critical control that nobody knows',
    run: async (g) =>
      code(await g.admin.search({ base: g.ou, controls: [{ type: '1.2.3', critical: true }] })),
    ad: 12,
  },
  {
    title: 'one that is not critical',
    run: async (g) =>
      code(
        await g.admin.search({ base: g.ou, scope: 'base', controls: [{ type: '1.2.3', critical: false }] }),
      ),
    ad: 0,
  },
  {
    title: 'somebody who has not signed in',
    run: async (g) => code(await g.anonymous.search({ base: g.baseDn, scope: 'base' })),
    ad: 1,
  },
  {
    title: 'the root, by the same',
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
    title: 'a comparison that is not',
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
    title: 'NOT of a value that is absent',
    run: async (g) =>
      (await g.admin.search({ base: g.ou, scope: 'base', filter: not(equals('street', 'x')) })).entries
        .length,
    ad: 1,
  },
  {
    title: 'a SID in letters',
    run: async (g) =>
      (await g.admin.search({ base: g.baseDn, filter: equals('objectSid', first(g).sid) })).entries.length,
    ad: 1,
  },
  {
    title: 'a category by the name of its class',
    run: async (g) =>
      (await g.admin.search({ base: first(g).dn, scope: 'base', filter: equals('objectCategory', 'user') }))
        .entries.length,
    ad: 1,
  },
]
