/** Cases about a delegated account: hidden attributes, blocked inheritance, restoring; see agreements.ts. */
import { showDeleted } from '../../../src/ad/ldap/controls.js'
import { and, equals, not, present, type Filter } from '../../../src/ad/ldap/filter.js'
import { code, first, fresh, group, type Agreement } from './support/cases.js'
import { readDescriptor, sdFlags, type ReadDescriptor } from './support/descriptor.js'
import type { Ground } from './support/ground.js'
import type { Wire } from './support/wire.js'

/** A group of the delegated account's container with a member; returns its DN. */
const own = (ground: Ground): Promise<string> =>
  group({ ...ground, ou: ground.container }, { member: first(ground).dn })

async function hidden(ground: Ground): Promise<string> {
  const dn = await own(ground)
  await ground.rights.denyMember(dn)
  return dn
}

const finds = async (wire: Wire, base: string, filter: Filter): Promise<boolean> =>
  (await wire.search({ base, scope: 'base', filter, attributes: ['1.1'] })).entries.length > 0

/** Returns whether the delegated account and the administrator find a group with hidden members. */
const found =
  (filterFor: (member: string) => Filter) =>
  async (ground: Ground): Promise<boolean[]> => {
    const dn = await hidden(ground)
    const filter = filterFor(first(ground).dn)
    return [await finds(ground.delegated, dn, filter), await finds(ground.admin, dn, filter)]
  }

const reading: Agreement[] = [
  {
    title: 'a read of a group with hidden members',
    async run(g) {
      const base = await hidden(g)
      const attributes = ['cn', 'member', 'member;range=0-1']
      const { code, entries } = await g.delegated.search({ base, scope: 'base', attributes })
      return [code, [...(entries[0]?.attributes.keys() ?? [])]]
    },
    ad: [0, ['cn']],
  },
  { title: '(member=*) with hidden members', run: found(() => present('member')), ad: [false, true] },
  {
    title: '(!(member=*)) with hidden members',
    run: found(() => not(present('member'))),
    ad: [true, false],
  },
  {
    title: 'an equality filter on hidden members',
    run: found((member) => equals('member', member)),
    ad: [false, true],
  },
  {
    title: 'NOT of an equality filter on hidden members',
    run: found((member) => not(equals('member', member))),
    ad: [true, false],
  },
  {
    title: 'memberOf of a member whose group hides its members',
    async run(g) {
      const filter = equals('memberOf', await hidden(g))
      return finds(g.delegated, first(g).dn, filter)
    },
    ad: true,
  },
  {
    title: 'a write of a hidden attribute',
    async run(g) {
      const dn = await hidden(g)
      const values = [first(g).dn]
      return code(await g.delegated.modify(dn, [{ operation: 'delete', attribute: 'member', values }]))
    },
    ad: 0,
  },
]

async function descriptor(wire: Wire, base: string, flags?: number): Promise<ReadDescriptor | undefined> {
  const controls = flags === undefined ? [] : [sdFlags(flags)]
  const attributes = ['nTSecurityDescriptor']
  const { entries } = await wire.search({ base, scope: 'base', attributes, controls })
  const bytes = entries[0]?.attributes.get('nTSecurityDescriptor')?.[0]
  return bytes && readDescriptor(bytes)
}

const descriptors: Agreement[] = [
  {
    title: 'a deny entry in the access list',
    async run(g) {
      const read = await descriptor(g.delegated, await hidden(g), 4)
      const denials = read?.aces?.filter(({ type }) => type === 6)
      const { sid } = g.rights.account
      return denials?.map((ace) => ({ ...ace, sid: ace.sid === sid ? 'the account' : ace.sid }))
    },
    ad: [{ type: 6, flags: 0, mask: 0x10, object: 'c07996bfe60dd011a28500aa003049e2', sid: 'the account' }],
  },
  {
    title: 'inherited rights in the access list of a group',
    async run(g) {
      const { sid } = g.rights.account
      const read = await descriptor(g.delegated, await own(g), 4)
      return read?.aces?.filter((ace) => ace.sid === sid).map(({ type, flags, mask }) => [type, flags, mask])
    },
    ad: [
      [5, 0x12, 0x3],
      [5, 0x12, 0x200b4],
      [5, 0x12, 0x10000],
    ],
  },
  {
    title: "the owner of an administrator's group",
    run: async (g) => (await descriptor(g.delegated, await own(g), 1))?.owner?.split('-').at(-1),
    ad: '512',
  },
  {
    title: 'the owner of a group that the account created',
    async run(g) {
      const dn = `CN=${fresh()},${g.container}`
      await g.delegated.add(dn, { objectClass: 'group' })
      const read = await descriptor(g.admin, dn, 1)
      return [read?.owner === g.rights.account.sid, read?.aces]
    },
    ad: [true, undefined],
  },
  {
    title: 'the whole descriptor, which includes the SACL',
    async run(g) {
      const dn = await own(g)
      const wires = [g.delegated, g.admin]
      return Promise.all(wires.map(async (wire) => (await descriptor(wire, dn)) !== undefined))
    },
    ad: [false, true],
  },
  {
    title: 'the descriptor among all attributes, without and with the control',
    async run(g) {
      const dn = await own(g)
      return Promise.all(
        [[], [sdFlags(5)]].map(async (controls) => {
          const { entries } = await g.delegated.search({ base: dn, scope: 'base', controls })
          return entries[0]?.attributes.has('nTSecurityDescriptor')
        }),
      )
    },
    ad: [false, true],
  },
]

const sealing: Agreement[] = [
  {
    title: 'a change, member, rename and deletion of a group with blocked inheritance',
    async run(g) {
      const dn = await own(g)
      await g.rights.seal(dn)
      const change = (attribute: string, value: string) =>
        g.delegated.modify(dn, [{ operation: 'replace', attribute, values: [value] }])
      return [
        (await descriptor(g.delegated, dn, 4))?.isSealed,
        code(await change('description', 'x')),
        code(await change('member', first(g).dn)),
        code(await g.delegated.rename(dn, `CN=${fresh()}`)),
        code(await g.delegated.delete(dn)),
      ]
    },
    ad: [true, 50, 50, 50, 0],
  },
]

const deletedGroups = and(equals('isDeleted', 'TRUE'), equals('objectClass', 'group'))

const restoring: Agreement[] = [
  {
    title: 'a search for and restore of deleted groups, before and after allowRestore',
    async run(g) {
      const name = fresh('doomed')
      await g.delegated.delete(await group({ ...g, ou: g.container }, { sAMAccountName: name }, name))
      const deleted = async () => {
        const filter = and(deletedGroups, equals('sAMAccountName', name))
        const search = { base: g.baseDn, filter, attributes: ['distinguishedName'], controls: [showDeleted] }
        return (await g.delegated.search(search)).entries
      }
      const before = (await deleted()).length
      await g.rights.allowRestore()
      const [tombstone] = await deleted()
      const undelete = (to: string) =>
        g.delegated.modify(
          tombstone?.dn ?? '',
          [
            { operation: 'delete', attribute: 'isDeleted', values: [] },
            { operation: 'replace', attribute: 'distinguishedName', values: [to] },
          ],
          [showDeleted],
        )
      const elsewhere = code(await undelete(`CN=${name},${g.ou}`))
      return [before, elsewhere, code(await undelete(`CN=${name},${g.container}`))]
    },
    ad: [0, 50, 0],
  },
]

export const access: Agreement[] = [...reading, ...descriptors, ...sealing, ...restoring]
