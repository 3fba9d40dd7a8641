/** Cases in which Active Directory, Samba and the embedded directory respond alike. */
import { access } from './agreements.access.js'
import { adding, computers, types } from './agreements.adding.js'
import { changing } from './agreements.changing.js'
import { primaryGroups } from './agreements.primary.js'
import { moving, reading } from './agreements.reading.js'
import { code, first, fresh, group, type Agreement } from './support/cases.js'

const delegated: Agreement[] = [
  {
    title: 'a group of its own container',
    run: async (g) => code(await g.delegated.add(`CN=${fresh()},${g.container}`, { objectClass: 'group' })),
    ad: 0,
  },
  {
    title: 'a group elsewhere',
    run: async (g) => code(await g.delegated.add(`CN=x,CN=Users,${g.baseDn}`, { objectClass: 'group' })),
    ad: 50,
  },
  {
    title: 'a user in its container',
    run: async (g) => code(await g.delegated.add(`CN=x,${g.container}`, { objectClass: 'user' })),
    ad: 50,
  },
  {
    title: 'its container',
    run: async (g) =>
      code(
        await g.delegated.modify(g.container, [
          { operation: 'replace', attribute: 'description', values: ['x'] },
        ]),
      ),
    ad: 50,
  },
  {
    title: 'a group that it does not manage',
    run: async (g) => code(await g.delegated.delete(await group(g))),
    ad: 50,
  },
  {
    title: 'Domain Admins',
    run: async (g) =>
      code(
        await g.delegated.modify(`CN=Domain Admins,CN=Users,${g.baseDn}`, [
          { operation: 'add', attribute: 'member', values: [first(g).dn] },
        ]),
      ),
    ad: 50,
  },
]

const titled = (chapter: string, cases: readonly Agreement[]): Agreement[] =>
  cases.map((one) => ({ ...one, title: `${chapter}: ${one.title}` }))

export const agreements: readonly Agreement[] = [
  ...titled('adding', [...adding, ...computers]),
  ...titled('group types', types),
  ...titled('changing', changing),
  ...titled('renaming, moving, deleting', moving),
  ...titled('reading', reading),
  ...titled('primary groups', primaryGroups),
  ...titled('a delegated account', [...delegated, ...access]),
]
