/** Cases about primary groups; see agreements.ts, and differences.primary.ts for those that Samba accepts. */
import { equals } from '../../../src/ad/ldap/filter.js'
import { permissiveModify } from '../../../src/ad/ldap/controls.js'
import {
  addUser,
  change,
  code,
  fresh,
  global,
  group,
  universal,
  valuesOf,
  type Agreement,
} from './support/cases.js'
import type { Ground } from './support/ground.js'

/** Adds a user and returns its DN. */
export async function user(ground: Ground): Promise<string> {
  const name = fresh('person')
  const { code, text } = await addUser(ground, {}, name)
  if (code !== 0) throw new Error(`${name} was not added: ${text}`)
  return `CN=${name},${ground.ou}`
}

export const tokenOf = async (ground: Ground, dn: string): Promise<string> =>
  (await valuesOf(ground, dn, 'primaryGroupToken'))?.[0] ?? ''

export const choose = async (ground: Ground, account: string, dn: string): Promise<number> =>
  code(await change(ground, account, 'replace', 'primaryGroupID', await tokenOf(ground, dn)))

/** Adds a user and its primary group. */
async function pair(ground: Ground, groupType = universal): Promise<{ account: string; primary: string }> {
  const account = await user(ground)
  const primary = await group(ground, { member: account, groupType })
  const chosen = await choose(ground, account, primary)
  if (chosen !== 0) throw new Error(`${primary} did not become the primary group: ${chosen}`)
  return { account, primary }
}

export const primaryGroups: Agreement[] = [
  {
    title: 'the primary group of a new user',
    run: async (g) => valuesOf(g, await user(g), 'primaryGroupID'),
    ad: ['513'],
  },
  {
    title: 'a primary group in an add of a user',
    run: async (g) => code(await addUser(g, { primaryGroupID: '513' })),
    ad: 53,
  },
  {
    title: 'a group that the user is not a member of',
    run: async (g) => choose(g, await user(g), await group(g)),
    ad: 53,
  },
  {
    title: 'a RID without a group',
    run: async (g) => code(await change(g, await user(g), 'replace', 'primaryGroupID', '99999')),
    ad: 53,
  },
  {
    title: 'a group of Builtin',
    run: async (g) => code(await change(g, await user(g), 'replace', 'primaryGroupID', '545')),
    ad: 53,
  },
  {
    title: 'removing the primary group',
    run: async (g) => code(await change(g, await user(g), 'delete', 'primaryGroupID')),
    ad: 53,
  },
  {
    title: 'the member lists of both groups after a change',
    async run(g) {
      const { account, primary } = await pair(g)
      return [await valuesOf(g, primary, 'member'), firstNames(await valuesOf(g, account, 'memberOf'))]
    },
    ad: [undefined, ['CN=Domain Users']],
  },
  {
    title: 'a second change',
    async run(g) {
      const { account, primary } = await pair(g, global)
      const next = await group(g, { member: account })
      const chosen = await choose(g, account, next)
      return [chosen, (await valuesOf(g, primary, 'member'))?.length, await valuesOf(g, next, 'member')]
    },
    ad: [0, 1, undefined],
  },
  {
    title: 'a search by primaryGroupID',
    async run(g) {
      const { primary } = await pair(g)
      const filter = equals('primaryGroupID', await tokenOf(g, primary))
      return (await g.admin.search({ base: g.ou, filter })).entries.length
    },
    ad: 1,
  },
  ...memberChanges('adding a member for whom it is the primary group', 'add', 68),
  ...memberChanges('removing a member for whom it is the primary group', 'delete', 53),
  {
    title: 'replacing the members with a list that contains such a member',
    async run(g) {
      const { account, primary } = await pair(g)
      return code(await change(g, primary, 'replace', 'member', account))
    },
    ad: 68,
  },
  {
    title: 'replacing the members with a list without such a member',
    async run(g) {
      const { account, primary } = await pair(g)
      const answer = code(await change(g, primary, 'replace', 'member', await user(g)))
      return [answer, (await valuesOf(g, account, 'primaryGroupID'))?.[0] === '513']
    },
    ad: [0, false],
  },
  {
    title: "deleting a user's primary group",
    run: async (g) => code(await g.admin.delete((await pair(g)).primary)),
    ad: 68,
  },
]

/** The permissive control changes neither result. */
function memberChanges(title: string, operation: 'add' | 'delete', ad: number): Agreement[] {
  return [[], [permissiveModify]].map((controls) => ({
    title: controls.length === 0 ? title : `${title}, with the permissive control`,
    async run(g) {
      const { account, primary } = await pair(g)
      return code(await change(g, primary, operation, 'member', account, controls))
    },
    ad,
  }))
}

const firstNames = (names: string[] | undefined): string[] | undefined =>
  names?.map((name) => name.split(',')[0] ?? '')
