/** Contract tests of GroupTarget: lookups of members, schema and protected groups. */
import { expect } from 'chai'
import { dnKey, equalDn } from '../../src/model/dn.js'
import { disallowedPath } from '../../src/planner/guard.js'
import { defaultLimits } from '../memory/world.js'
import { makePlannedGroup } from '../planner/fixture.js'
import type { Somebody, TargetFixture } from './targetFixture.js'

type Created = Somebody & { id: string }

const unknown = '00000000-0000-4000-8000-00000000dead'

export function readingContract(
  fixture: () => TargetFixture,
  create: (name: string) => Promise<Created>,
): void {
  const add = (group: Somebody, ...members: Somebody[]) =>
    fixture().target.apply({ type: 'addMembers', guid: group.guid, dn: group.dn, members })

  it('reports the domain controller that it uses', async () => {
    const { url, host } = await fixture().target.currentController()
    expect(host.toLowerCase()).to.equal(fixture().host.toLowerCase())
    expect(URL.canParse(url)).to.equal(true)
  })

  it('reads the maximum length of attribute values', async () => {
    const { maxLengths } = await fixture().target.readFacts()
    expect(maxLengths).to.include({ cn: 64, mail: 256, proxyAddresses: 1123, sAMAccountName: 256 })
    expect(Object.values(maxLengths).every((length) => length > 0)).to.equal(true)
  })

  it('finds members by SID with their object class', async () => {
    const user = await fixture().addUser('somebody')
    const computer = await fixture().addComputer('workstation')
    const group = await fixture().addGroup('some group', fixture().elsewhere)
    const local = await fixture().addGroup('local', fixture().elsewhere, { groupType: ['-2147483644'] })
    const operators = await fixture().builtin(551)
    const asked = [user, computer, group, local, operators].map(({ sid }) => sid)
    const found = await fixture().target.resolveMembers([...asked, 'S-1-5-21-1-2-3-4', 'no SID'])
    expect([...found.keys()]).to.have.members(asked)
    const told = (one: Somebody) => {
      const { guid, kind, system, domainLocal } = found.get(one.sid) ?? {}
      return { guid, kind, system, domainLocal }
    }
    const ordinary = { system: false, domainLocal: false }
    expect(told(user)).to.deep.equal({ guid: user.guid, kind: 'user', ...ordinary })
    expect(told(computer)).to.deep.equal({ guid: computer.guid, kind: 'computer', ...ordinary })
    expect(told(group)).to.deep.equal({ guid: group.guid, kind: 'group', ...ordinary })
    expect(told(local)).to.deep.equal({ guid: local.guid, kind: 'group', system: false, domainLocal: true })
    expect(told(operators)).to.deep.include({ guid: operators.guid, kind: 'group', system: true })
    expect((await fixture().target.resolveMembers([])).size).to.equal(0)
  })

  it('reads which accounts are disabled', async () => {
    const left = await fixture().addUser('left', { disabled: true })
    const stays = await fixture().addUser('stays')
    const computer = await fixture().addComputer('stays too')
    const group = await create('no account')
    const asked = [left, stays, computer, group].map(({ guid }) => guid)
    const disabled = await fixture().target.readDisabledAccounts([...asked, unknown])
    expect([...disabled]).to.deep.equal([left.guid])
    expect((await fixture().target.readDisabledAccounts([])).size).to.equal(0)
  })

  it('distinguishes a group without members from one whose members it may not read', async () => {
    const [empty, full, hidden, hiddenEmpty] = [
      await create('really empty'),
      await create('not empty'),
      await create('hidden'),
      await create('hidden and empty'),
    ]
    const user = await fixture().addUser('hidden member')
    await add(full, user)
    await add(hidden, user)
    await fixture().denyMembers(hidden)
    await fixture().denyMembers(hiddenEmpty)
    const asked = [empty, full, hidden, hiddenEmpty].map(({ guid }) => guid)
    expect([...(await fixture().target.readEmptyGroups([...asked, unknown]))]).to.deep.equal([empty.guid])
    expect((await fixture().target.readEmptyGroups([])).size).to.equal(0)
  })

  it('finds all protected groups that contain a group, over any nesting', async () => {
    const [direct, far, middle, ring, free, harmless] = [
      await create('in operators'),
      await create('far below'),
      await create('in the middle'),
      await create('in a ring'),
      await create('free'),
      await create('in a harmless group'),
    ]
    const stamped = await fixture().addGroup('stamped', fixture().elsewhere)
    await fixture().stamp(stamped)
    const operators = await fixture().builtin(551)
    await fixture().addMember(operators, direct)
    await fixture().addMember(stamped, middle)
    for (const [parent, child] of [
      [middle, far],
      [ring, middle],
      [middle, ring],
    ] as const) {
      await fixture().addMember(parent, child)
    }
    await fixture().addMember(await fixture().builtin(545), harmless)
    const asked = [direct, far, middle, ring, free, harmless].map(({ guid }) => guid)
    const found = await fixture().target.findProtectedParents([...asked, unknown])
    const paths = new Map([...found].map(([guid, ways]) => [guid, ways.map((way) => way.map(dnKey))]))
    const [way, top] = [dnKey(middle.dn), dnKey(stamped.dn)]
    expect(paths.get(direct.guid)).to.deep.equal([[dnKey(operators.dn)]])
    expect(paths.get(middle.guid)).to.deep.equal([[top]])
    expect(paths.get(far.guid)).to.deep.equal([[way, top]])
    expect(paths.get(ring.guid)).to.deep.equal([[way, top]])
    expect([...paths.keys()]).to.have.members([direct, far, middle, ring].map(({ guid }) => guid))
    expect((await fixture().target.findProtectedParents([])).size).to.equal(0)
  })

  it('finds the nesting path to each of several protected groups', async () => {
    const [below, far, between] = [
      await create('below two'),
      await create('far below two'),
      await create('between'),
    ]
    const [stamped, above] = [
      await fixture().addGroup('stamped too', fixture().elsewhere),
      await fixture().addGroup('above the stamped', fixture().elsewhere),
    ]
    for (const protectedOne of [stamped, above]) await fixture().stamp(protectedOne)
    const operators = await fixture().builtin(551)
    for (const [parent, child] of [
      [operators, below],
      [stamped, below],
      [operators, far],
      [between, far],
      [stamped, between],
      [above, stamped],
    ] as const) {
      await fixture().addMember(parent, child)
    }
    const found = await fixture().target.findProtectedParents([below.guid, far.guid])
    const waysOf = (group: Somebody) => (found.get(group.guid) ?? []).map((way) => way.map(dnKey).join(' → '))
    const [tops, way] = [[operators, stamped].map(({ dn }) => dnKey(dn)), dnKey(between.dn)]
    expect(waysOf(below)).to.have.members(tops)
    expect(waysOf(far), 'the nearest first').to.deep.equal([tops[0], `${way} → ${tops[1]}`])
    // An exception for one protected group does not apply to the other.
    const limits = { ...defaultLimits, privileged: [{ group: 'a', below: operators.dn }] }
    const group = { ...makePlannedGroup('a', 0), protectedPaths: found.get(far.guid) ?? [] }
    expect(disallowedPath(group, limits)?.map(dnKey)).to.deep.equal([way, tops[1]])
  })

  it('reads the creator of an object and its creation time', async () => {
    const made = await create('with an origin')
    const origins = await fixture().target.readOrigins([made.guid, unknown])
    expect([...origins.keys()]).to.deep.equal([made.guid])
    const { owner = '', createdAt = '' } = origins.get(made.guid) ?? {}
    expect(equalDn(owner, fixture().account), owner).to.equal(true)
    expect(createdAt).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(Math.abs(Date.now() - Date.parse(createdAt))).to.be.lessThan(3_600_000)
  })
}
