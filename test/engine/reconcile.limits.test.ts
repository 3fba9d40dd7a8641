/** Rules that need what a whole run finds out, or what earlier ones remembered. */
import { expect } from 'chai'
import { sync } from '../../src/commands/sync.js'
import type { CloudMember } from '../../src/model/member.js'
import { addObject, dnOf, managed } from '../memory/directory.js'
import { memberNames, objectOf } from '../memory/look.js'
import {
  addGroup,
  addUser,
  advance,
  idOf,
  makeWorld,
  noLimits,
  setMembers,
  type World,
} from '../memory/world.js'

const run = (world: World, options = {}) => sync('sync', world.ports, world.settings, options)
const rulesOf = ({ guard }: Awaited<ReturnType<typeof run>>) => guard.tripped.map(({ rule }) => rule)

/** A group of as many users, who joined days ago. */
async function written(count: number, limits = {}) {
  const world = makeWorld({ limits: { ...noLimits, ...limits } })
  const group = addGroup(world, 1)
  const users = Array.from({ length: count }, (_, number) => addUser(world, number + 1))
  setMembers(world, group, users)
  await run(world)
  advance(world, { hours: 48 })
  return { world, group, users }
}

describe('the limits of a run', () => {
  it('count what earlier runs of the last 24 hours took away, and not what older ones did', async () => {
    const { world, group, users } = await written(9, { losses: { percent: 100, count: 3, from: 0 } })
    setMembers(world, group, users.slice(2))
    expect((await run(world)).totals.membersRemoved).to.equal(2)
    advance(world, { hours: 23 })
    setMembers(world, group, users.slice(4))
    const held = await run(world)
    expect(held.guard.tripped).to.deep.equal([{ rule: 'lossesCount', actual: 4, limit: 3 }])
    expect(memberNames(world, 1)).to.have.length(7)
    advance(world, { hours: 2 })
    expect((await run(world)).totals.membersRemoved).to.equal(2)
  })

  it('let nobody leave because the cloud names no group at all', async () => {
    const { world, group } = await written(2)
    world.cloud.groups.clear()
    world.cloud.deleted.add(group.id)
    const report = await run(world)
    expect(rulesOf(report)).to.deep.equal(['emptySource'])
    expect(report.status).to.equal('withheld')
    expect(memberNames(world, 1)).to.have.length(2)
  })

  it('let nobody leave whose group got as many users without a SID', async () => {
    const { world, group, users } = await written(4, { identifiersVanished: { count: 1 } })
    const nameless = ({ sid: _, ...user }: CloudMember): CloudMember => user
    setMembers(world, group, [...users.slice(0, 2), ...users.slice(2).map(nameless)])
    expect(rulesOf(await run(world))).to.deep.equal(['identifiersVanished'])
    expect(memberNames(world, 1)).to.have.length(4)
  })

  it('know the users that had no SID before', async () => {
    const { world, group, users } = await written(4, { identifiersVanished: { count: 0 } })
    const guests = [1, 2].map((number): CloudMember => ({ id: `guest ${number}`, kind: 'user', guest: true }))
    setMembers(world, group, [...users, ...guests])
    await run(world)
    setMembers(world, group, [...users.slice(1), ...guests])
    expect((await run(world)).totals.membersRemoved).to.equal(1)
  })

  it('take those whose account is disabled for nobody who is left', async () => {
    const { world, group, users } = await written(12, { groupEmptied: { from: 3, except: [] } })
    const staying = new Set(users.slice(4).map(({ sid }) => sid))
    for (const object of world.directory.objects.values()) if (staying.has(object.sid)) object.disabled = true
    setMembers(world, group, users.slice(4))
    expect(rulesOf(await run(world))).to.deep.equal(['groupEmptied'])
    expect(memberNames(world, 1)).to.have.length(12)
  })

  it('count those whom a repair brought back among those who had access', async () => {
    const { world, group } = await written(12, { groupEmptied: { from: 3, except: [] } })
    objectOf(world, 1).members.clear()
    expect((await run(world)).totals.membersAdded).to.equal(12)
    advance(world, { hours: 20 })
    setMembers(world, group, [])
    expect(rulesOf(await run(world))).to.deep.equal(['groupEmptied'])
  })

  it('take a share of what was written, and not of what somebody planted', async () => {
    const { world, group, users } = await written(10, { losses: { percent: 30, count: 100, from: 0 } })
    const planted = addObject(world.directory, {
      name: 'planted',
      kind: 'group',
      attributes: { adminDescription: [`Group_${idOf(99)}`] },
    })
    for (let number = 100; number < 200; number++)
      planted.members.add(addObject(world.directory, { name: `other${number}`, kind: 'user' }).guid)
    setMembers(world, group, users.slice(4))
    for (const groups of [undefined, [group.id]]) {
      const { guard } = await sync('sync', world.ports, world.settings, {}, groups)
      expect(guard.tripped).to.deep.equal([{ rule: 'lossesPercent', actual: 40, limit: 30 }])
    }
  })

  it('let nobody join below a protected group', async () => {
    const { world, group, users } = await written(1)
    const admins = addObject(world.directory, { name: 'Admins', kind: 'group', protection: 'adminCount' })
    admins.container = 'OU=Admins,DC=test'
    admins.members.add(objectOf(world, 1).guid)
    setMembers(world, group, [...users, addUser(world, 9)])
    const report = await run(world)
    expect(report.guard.tripped).to.deep.equal([
      { rule: 'privilegedAdditions', actual: 1, limit: 0, group: group.id, path: [dnOf(admins)] },
    ])
    expect(memberNames(world, 1)).to.deep.equal(['user1'])
    expect(managed(world.directory)).to.have.length(1)
  })
})
