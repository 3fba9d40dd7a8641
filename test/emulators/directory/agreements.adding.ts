/** Cases about adding objects, and about group types; see agreements.ts. */
import {
  addGroup,
  addUser,
  changed,
  code,
  first,
  fresh,
  global,
  group,
  local,
  universal,
  valuesOf,
  type Agreement,
} from './support/cases.js'

export const adding: Agreement[] = [
  { title: 'an unknown attribute', run: async (g) => code(await addGroup(g, { nonsense: 'x' })), ad: 16 },
  {
    title: 'an unknown class',
    run: async (g) => code(await addGroup(g, { objectClass: 'nonsense' })),
    ad: 16,
  },
  {
    title: 'no class',
    run: async (g) => code(await g.admin.add(`CN=${fresh()},${g.ou}`, { info: 'x' })),
    ad: 65,
  },
  {
    title: 'an attribute of another class',
    run: async (g) => code(await addGroup(g, { userPrincipalName: 'x' })),
    ad: 65,
  },
  {
    title: 'a group below a user',
    run: async (g) => code(await g.admin.add(`CN=x,${first(g).dn}`, { objectClass: 'group' })),
    ad: 64,
  },
  {
    title: 'a class that only the system creates',
    run: async (g) => code(await addGroup(g, { objectClass: 'configuration' })),
    ad: 53,
  },
  {
    title: 'a container that does not exist',
    run: async (g) => code(await g.admin.add(`CN=x,OU=no,${g.ou}`, { objectClass: 'group' })),
    ad: 32,
  },
  {
    title: 'a cn that differs from the RDN',
    run: async (g) => code(await addGroup(g, { cn: 'other' })),
    ad: 34,
  },
  {
    title: 'an attribute without values',
    run: async (g) => code(await addGroup(g, { description: [] })),
    ad: 19,
  },
  { title: 'an empty value', run: async (g) => code(await addGroup(g, { description: '' })), ad: 21 },
  {
    title: 'two values for a single-valued attribute',
    run: async (g) => code(await addGroup(g, { displayName: ['a', 'b'] })),
    ad: 19,
  },
  {
    title: 'an objectGUID',
    run: async (g) => code(await addGroup(g, { objectGUID: Buffer.alloc(16, 7) })),
    ad: 53,
  },
  {
    title: 'memberOf',
    run: async (g) => code(await addUser(g, { memberOf: await group(g) })),
    ad: 53,
  },
  {
    title: 'whenCreated, which the server sets',
    run: async (g) => code(await addGroup(g, { whenCreated: '20200101000000.0Z' })),
    ad: 0,
  },
  {
    title: 'a primary group token',
    run: async (g) => code(await addGroup(g, { primaryGroupToken: '1' })),
    ad: 17,
  },
  {
    title: 'a name that exists in another case',
    run: async (g) => code(await g.admin.add((await group(g)).toUpperCase(), { objectClass: 'group' })),
    ad: 68,
  },
  {
    title: 'an account name that exists in another case',
    async run(g) {
      await group(g, { sAMAccountName: 'taken name' })
      return code(await addUser(g, { sAMAccountName: 'TAKEN NAME' }))
    },
    ad: 68,
  },
  {
    title: "a group's account name of 64 characters",
    run: async (g) => code(await addGroup(g, { sAMAccountName: fresh('x'.repeat(60)) })),
    ad: 0,
  },
  {
    title: 'a principal name that exists',
    async run(g) {
      await addUser(g, { userPrincipalName: 'same@corp' })
      return code(await addUser(g, { userPrincipalName: 'Same@corp' }))
    },
    ad: 19,
  },
]

/** What the server sets on a computer that is added with class and name only. */
export const computers: Agreement[] = [
  ['userAccountControl', '4130'],
  ['primaryGroupID', '515'],
  ['sAMAccountType', '805306369'],
  ['isCriticalSystemObject', 'FALSE'],
].map(([name = '', value]) => ({
  title: `${name} of a computer`,
  run: async (g) => valuesOf(g, await madeOf(g, { objectClass: 'computer' }), name),
  ad: [value],
}))

export const types: Agreement[] = [
  ...['5', '0', '3'].map((type) => ({
    title: `group type ${type}`,
    run: async (g: Parameters<Agreement['run']>[0]) => code(await addGroup(g, { groupType: type })),
    ad: 53,
  })),
  {
    title: 'group type 2147483656',
    run: async (g) => valuesOf(g, await group(g, { groupType: '2147483656' }), 'groupType'),
    ad: [universal],
  },
  { title: 'universal to distribution', run: changed({}, 'replace', 'groupType', '8'), ad: 0 },
  { title: 'universal to global', run: changed({}, 'replace', 'groupType', global), ad: 0 },
  { title: 'universal to domain-local', run: changed({}, 'replace', 'groupType', local), ad: 0 },
  {
    title: 'global to domain-local',
    run: changed({ groupType: global }, 'replace', 'groupType', local),
    ad: 53,
  },
  {
    title: 'domain-local to global',
    run: changed({ groupType: local }, 'replace', 'groupType', global),
    ad: 53,
  },
  {
    title: 'a foreign SID in a domain-local group',
    run: changed({ groupType: local }, 'add', 'member', '<SID=S-1-5-21-8-8-8-8>'),
    ad: 0,
  },
  {
    title: 'the default group type',
    run: async (g) => valuesOf(g, await madeOf(g, { objectClass: 'group' }), 'groupType'),
    ad: [global],
  },
  {
    title: 'the account type of a universal group',
    run: async (g) => valuesOf(g, await group(g), 'sAMAccountType'),
    ad: ['268435456'],
  },
  {
    title: 'the account type of a distribution group',
    run: async (g) => valuesOf(g, await group(g, { groupType: '4' }), 'sAMAccountType'),
    ad: ['536870913'],
  },
]

async function madeOf(
  ground: Parameters<Agreement['run']>[0],
  attributes: Record<string, string>,
): Promise<string> {
  const dn = `CN=${fresh()},${ground.ou}`
  await ground.admin.add(dn, attributes)
  return dn
}
