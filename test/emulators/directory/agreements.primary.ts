/** Primary groups; see agreements.ts, and differences.primary.ts for what Samba lets pass. */
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

/** A new user; the DN of it. */
export async function user(ground: Ground): Promise<string> {
  const name = fresh('person')
  const { code, text } = await addUser(ground, {}, name)
  if (code !== 0) throw new Error(`${name} was not made: ${text}`)
  return `CN=${name},${ground.ou}`
}

export const tokenOf = async (ground: Ground, dn: string): Promise<string> =>
  (await valuesOf(ground, dn, 'primaryGroupToken'))?.[0] ?? ''

export const choose = async (ground: Ground, account: string, dn: string): Promise<number> =>
  code(await change(ground, account, 'replace', 'primaryGroupID', await tokenOf(ground, dn)))

/** A user, and the group that is its primary one. */
async function pair(ground: Ground, groupType = universal): Promise<{ account: string; primary: string }> {
  const account = await user(ground)
  const primary = await group(ground, { member: account, groupType })
  const chosen = await choose(ground, account, primary)
  if (chosen !== 0) throw new Error(`${primary} did not become the primary group: ${chosen}`)
  return { account, primary }
}

export const primaryGroups: Agreement[] = [
  {
    title: 'the one of a new user',
    run: async (g) => valuesOf(g, await user(g), 'primaryGroupID'),
    ad: ['513'],
  },
  {
    title: 'one in a request to add a user',
    run: async (g) => code(await addUser(g, { primaryGroupID: '513' })),
    ad: 53,
  },
  { title: 'a group of others', run: async (g) => choose(g, await user(g), await group(g)), ad: 53 },
  {
    title: 'a number that no group has',
    run: async (g) => code(await change(g, await user(g), 'replace', 'primaryGroupID', '99999')),
    ad: 53,
  },
  {
    title: 'a group of Builtin',
    run: async (g) => code(await change(g, await user(g), 'replace', 'primaryGroupID', '545')),
    ad: 53,
  },
  {
    title: 'none any more',
    run: async (g) => code(await change(g, await user(g), 'delete', 'primaryGroupID')),
    ad: 53,
  },
  {
    title: 'leaving its member list, and coming into the one of the group before',
    async run(g) {
      const { account, primary } = await pair(g)
      return [await valuesOf(g, primary, 'member'), firstNames(await valuesOf(g, account, 'memberOf'))]
    },
    ad: [undefined, ['CN=Domain Users']],
  },
  {
    title: 'another one after it',
    async run(g) {
      const { account, primary } = await pair(g, global)
      const next = await group(g, { member: account })
      const chosen = await choose(g, account, next)
      return [chosen, (await valuesOf(g, primary, 'member'))?.length, await valuesOf(g, next, 'member')]
    },
    ad: [0, 1, undefined],
  },
  {
    title: 'found by its number',
    async run(g) {
      const { primary } = await pair(g)
      const filter = equals('primaryGroupID', await tokenOf(g, primary))
      return (await g.admin.search({ base: g.ou, filter })).entries.length
    },
    ad: 1,
  },
  ...memberChanges('a member who is there by it already', 'add', 68),
  ...memberChanges('taking out a member who is there by it', 'delete', 53),
  {
    title: 'a new list of members that names who is there by it',
    async run(g) {
      const { account, primary } = await pair(g)
      return code(await change(g, primary, 'replace', 'member', account))
    },
    ad: 68,
  },
  {
    title: 'a new list of members that does not',
    async run(g) {
      const { account, primary } = await pair(g)
      const answer = code(await change(g, primary, 'replace', 'member', await user(g)))
      return [answer, (await valuesOf(g, account, 'primaryGroupID'))?.[0] === '513']
    },
    ad: [0, false],
  },
  {
    title: "a deletion of somebody's primary group",
    run: async (g) => code(await g.admin.delete((await pair(g)).primary)),
    ad: 68,
  },
]

/** The permissive control forgives neither. */
function memberChanges(title: string, operation: 'add' | 'delete', ad: number): Agreement[] {
  return [[], [permissiveModify]].map((controls) => ({
    title: controls.length === 0 ? title : `${title}, where that is permitted`,
    async run(g) {
      const { account, primary } = await pair(g)
      return code(await change(g, primary, operation, 'member', account, controls))
    },
    ad,
  }))
}

const firstNames = (names: string[] | undefined): string[] | undefined =>
  names?.map((name) => name.split(',')[0] ?? '')
