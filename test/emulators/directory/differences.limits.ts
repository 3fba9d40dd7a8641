/** Limits of one response, which Samba 4.17 does not have: it returns everything; see differences.ts. */
import { pagedResults } from '../../../src/ad/ldap/controls.js'
import type { Difference } from './support/cases.js'
import type { Ground } from './support/ground.js'

/** Returns the number of values per attribute name in the response about a group of 1,501 members. */
async function membersOf({ admin, crowd }: Ground, attribute: string): Promise<Record<string, number>> {
  const { group } = await crowd()
  const { entries } = await admin.search({ base: group, scope: 'base', attributes: [attribute] })
  return Object.fromEntries(
    [...(entries[0]?.attributes ?? [])].map(([name, values]) => [name, values.length]),
  )
}

/** Returns the result code and the number of entries of a search for 1,501 objects. */
async function objectsIn({ admin, crowd }: Ground, pageSize?: number): Promise<[number, number]> {
  const { ou } = await crowd()
  const controls = pageSize === undefined ? [] : [pagedResults(pageSize, Buffer.alloc(0))]
  const { code, entries } = await admin.search({ base: ou, scope: 'one', attributes: ['1.1'], controls })
  return [code, entries.length]
}

const policies = 'MS-ADTS 3.1.1.3.4.6, LDAP policies'

export const limits: readonly Difference[] = [
  {
    title: '1,501 members at once',
    source: `${policies}: MaxValRange`,
    run: (ground) => membersOf(ground, 'member'),
    ad: { member: 0, 'member;range=0-1499': 1500 },
    samba: { member: 1501 },
  },
  {
    title: 'a range of more than 1,500 members',
    source: `${policies}: MaxValRange`,
    run: (ground) => membersOf(ground, 'member;range=0-1500'),
    ad: { 'member;range=0-1499': 1500 },
    samba: { 'member;range=0-*': 1501 },
  },
  {
    title: '1,501 objects without pages',
    source: `${policies}: MaxPageSize; sizeLimitExceeded`,
    run: (ground) => objectsIn(ground),
    ad: [4, 1000],
    samba: [0, 1501],
  },
  {
    title: 'a page of 5,000 objects',
    source: `${policies}: MaxPageSize`,
    run: (ground) => objectsIn(ground, 5000),
    ad: [0, 1000],
    samba: [0, 1501],
  },
]
