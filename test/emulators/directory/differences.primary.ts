/** Primary groups that Samba 4.17 accepts and AD rejects; see differences.ts. */
import { choose, user } from './agreements.primary.js'
import { change, code, global, group, type Difference } from './support/cases.js'

export const primaryGroups: readonly Difference[] = [
  {
    title: 'a distribution group as primary group',
    source: 'MS-SAMR 3.1.1.8.2: groupType of a security group',
    async run(ground) {
      const account = await user(ground)
      return choose(ground, account, await group(ground, { member: account, groupType: '8' }))
    },
    ad: 53,
    samba: 0,
  },
  {
    title: 'changing a primary group to a distribution group',
    source: 'ERROR_DS_HAVE_PRIMARY_MEMBERS (00002149)',
    async run(ground) {
      const account = await user(ground)
      const primary = await group(ground, { member: account, groupType: global })
      await choose(ground, account, primary)
      return code(await change(ground, primary, 'replace', 'groupType', '2'))
    },
    ad: 53,
    samba: 0,
  },
]
