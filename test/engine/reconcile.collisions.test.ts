/** Name and anchor collisions, and unreadable members: each fails only its own group. */
import { expect } from 'chai'
import { runSync } from '../../src/commands/sync.js'
import { WritebackError } from '../../src/errors.js'
import type { DirectoryGroup, UnreadDirectoryGroup } from '../../src/model/group.js'
import { addObject, managedObjects } from '../memory/directory.js'
import { groupMemberNames, groupObject } from '../memory/inspectWorld.js'
import { addGroup, addUser, idOf, makeWorld, nestedMember, setMembers, type World } from '../memory/world.js'

const run = (world: World, options = {}) => runSync('sync', world.ports, world.settings, options)
const codesOf = ({ groups }: Awaited<ReturnType<typeof run>>) =>
  Object.fromEntries(groups.map(({ id, error }) => [id, error?.code]))

describe('reconcile, for a new group', () => {
  it('does not create it if its name is taken, and skips it as member of other groups', async () => {
    const world = makeWorld()
    const [parent, child] = [addGroup(world, 1), addGroup(world, 2)]
    setMembers(world, parent, [nestedMember(child)])
    addObject(world.directory, { name: `Group 2_${idOf(2).slice(-12)}`, kind: 'group' })
    const planned = await run(world, { dryRun: true })
    expect(codesOf(planned)).to.deep.equal({ [parent.id]: undefined, [child.id]: 'nameTaken' })
    expect(planned.totals).to.include({ created: 1, membersAdded: 0 })
    const [first] = planned.groups
    expect(first?.skippedMembers.map(({ reason }) => reason)).to.deep.equal(['groupNotWritten'])
    expect((await run(world)).totals.created).to.equal(1)
  })

  it('does not create it if an object outside the container has its anchor', async () => {
    const world = makeWorld()
    const group = addGroup(world, 1)
    addObject(world.directory, {
      name: 'elsewhere',
      kind: 'group',
      container: 'OU=Elsewhere,DC=test',
      attributes: { adminDescription: [`Group_${group.id}`] },
    })
    const report = await run(world)
    expect(codesOf(report)).to.deep.equal({ [group.id]: 'anchorElsewhere' })
    expect(managedObjects(world.directory)).to.deep.equal([])
  })
})

describe('reconcile, for a group whose members AD lists incompletely', () => {
  it('fails that group alone, and neither empties nor recreates it', async () => {
    const world = makeWorld()
    const [one, two] = [addGroup(world, 1), addGroup(world, 2)]
    setMembers(world, one, [addUser(world, 1)])
    await run(world)
    stopReading(world, groupObject(world, 1).guid)
    setMembers(world, one, [])
    setMembers(world, two, [addUser(world, 2)])
    const report = await run(world)
    expect(report.status).to.equal('partial')
    expect(codesOf(report)).to.deep.equal({ [one.id]: 'directoryIncomplete', [two.id]: undefined })
    expect(groupMemberNames(world, 1)).to.deep.equal(['user1'])
    expect(managedObjects(world.directory)).to.have.length(2)
  })
})

/** Makes reads of this object's members incomplete from now on. */
function stopReading({ ports: { target } }: World, guid: string) {
  const { readManagedGroups } = target
  const error = new WritebackError('directoryIncomplete', 'The listing is incomplete.')
  const cut = (group: DirectoryGroup | UnreadDirectoryGroup): DirectoryGroup | UnreadDirectoryGroup => {
    if (group.guid !== guid) return group
    const { groupIds, sid, dn, attributes, primaryMembers } = group
    return { groupIds, guid, sid, dn, attributes, primaryMembers, error }
  }
  target.readManagedGroups = (which, map, signal) =>
    readManagedGroups(which, (page) => map(page.map(cut)), signal)
}
