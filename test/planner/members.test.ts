import { expect } from 'chai'
import type { CompleteRead } from '../../src/model/completeRead.js'
import type { DirectoryGroup } from '../../src/model/group.js'
import type { CloudMember, DirectoryMember, ResolvedMember } from '../../src/model/member.js'
import { memberDelta, settleMembers, type Lookups, type NestedScope } from '../../src/planner/members.js'
import { complete } from '../memory/cloud.js'

const user = (id: string, sid?: string, more: Partial<CloudMember> = {}): CloudMember => ({
  id,
  kind: 'user',
  displayName: id.toUpperCase(),
  guest: false,
  ...(sid !== undefined && { sid }),
  ...more,
})
const group = (id: string, sid?: string) => user(id, sid, { kind: 'group' })
const here = (guid: string, sid?: string): DirectoryMember => ({
  guid,
  dn: `CN=${guid}`,
  ...(sid !== undefined && { sid }),
})
const found = (guid: string, sid: string, domainLocal = false): ResolvedMember => ({
  ...here(guid),
  sid,
  domainLocal,
})
const holder = (members: CompleteRead<DirectoryMember>): DirectoryGroup => ({
  groupIds: ['parent'],
  guid: 'parent',
  sid: 'S-parent',
  dn: 'CN=parent',
  attributes: {},
  members,
  protected: false,
})
const nowhere: Lookups = { bySid: new Map(), written: new Map(), created: new Set(), undecided: new Set() }
const out: NestedScope = () => 'out'

async function settled(
  cloud: CloudMember[],
  directory: DirectoryMember[] | undefined,
  lookups: Partial<Lookups> = {},
  nested: NestedScope = out,
) {
  const current = directory && holder(await complete(directory))
  const delta = memberDelta(await complete(cloud), current, nested)
  return {
    ...settleMembers(delta, { ...nowhere, ...lookups }),
    surplus: delta.surplus?.members.map(({ guid }) => guid),
  }
}

const reasons = (result: Awaited<ReturnType<typeof settled>>) =>
  result.skipped.map(({ id, reason }) => [id, reason])

describe('members', () => {
  it('that are on both sides need no look-up', async () => {
    const result = await settled([user('a', 'S-a')], [here('1', 'S-a')])
    expect(result).to.deep.include({ adding: [], skipped: [], surplus: [] })
  })

  it('that are new are added with all that is known of them', async () => {
    const result = await settled([user('a', 'S-a')], [], { bySid: new Map([['S-a', found('1', 'S-a')]]) })
    expect(result.adding).to.deep.equal([{ id: 'a', displayName: 'A', guid: '1', sid: 'S-a', dn: 'CN=1' }])
  })

  it('that left are surplus, and so is what nobody in the cloud stands for', async () => {
    const result = await settled([user('a', 'S-a')], [here('1', 'S-a'), here('2', 'S-b'), here('3')])
    expect(result.surplus).to.deep.equal(['2', '3'])
  })

  it('that share a SID are one', async () => {
    const twice = [user('a', 'S-a'), user('b', 'S-a')]
    const result = await settled(twice, undefined, { bySid: new Map([['S-a', found('1', 'S-a')]]) })
    expect(result.adding).to.have.length(1)
    expect(result.surplus).to.equal(undefined)
  })

  it('are left out with a reason', async () => {
    const cloud = [
      user('cloud'),
      user('guest', undefined, { guest: true }),
      user('gone', 'S-gone'),
      user('local', 'S-local', { kind: 'group' }),
      user('device', 'S-device', { kind: 'device' }),
      user('app', undefined, { kind: 'servicePrincipal' }),
      user('contact', undefined, { kind: 'contact', displayName: undefined }),
      user('new', undefined, { kind: 'other' }),
      group('far'),
    ]
    const result = await settled(cloud, [], { bySid: new Map([['S-local', found('9', 'S-local', true)]]) })
    expect(Object.fromEntries(reasons(result))).to.deep.equal({
      cloud: 'cloudOnly',
      guest: 'guest',
      gone: 'notInForest',
      local: 'domainLocalGroup',
      device: 'device',
      app: 'servicePrincipal',
      contact: 'contact',
      new: 'unsupportedKind',
      far: 'notInScope',
    })
    expect(result.skipped.find(({ id }) => id === 'contact')).to.deep.equal({
      id: 'contact',
      reason: 'contact',
    })
  })

  it('that AD shows without their SID are recognised by the look-up', async () => {
    const result = await settled([user('a', 'S-a')], [here('1')], {
      bySid: new Map([['S-a', found('1', 'S-a')]]),
    })
    expect([...result.wanted]).to.deep.equal(['1'])
    expect(result.adding).to.deep.equal([])
  })
})

describe('nested groups', () => {
  const inScope: NestedScope = () => 'in'
  const object = { guid: 'g', sid: 'S-g', dn: 'CN=g' }
  const written = new Map([['child', [object]]])

  it('are added by their own object', async () => {
    const result = await settled([group('child')], [], { written }, inScope)
    expect(result.adding).to.deep.equal([{ id: 'child', displayName: 'CHILD', ...object, group: 'child' }])
  })

  it('stay where they are on both sides', async () => {
    const result = await settled([group('child')], [here('g', 'S-g')], { written }, inScope)
    expect(result).to.deep.include({ adding: [], skipped: [] })
    expect([...result.wanted]).to.deep.equal(['g'])
  })

  it('are named by their id until this run has created them', async () => {
    const result = await settled([group('child')], [], { created: new Set(['child']) }, inScope)
    expect(result.adding).to.deep.equal([{ id: 'child', displayName: 'CHILD', group: 'child' }])
  })

  it('are found by SID when AD owns them', async () => {
    const bySid = new Map([['S-ad', found('ad', 'S-ad')]])
    const result = await settled([group('synced', 'S-ad')], [], { bySid })
    expect(result.adding.map(({ guid }) => guid)).to.deep.equal(['ad'])
  })

  it('go by their anchor, not their old SID, once the cloud owns and writes them', async () => {
    const result = await settled([group('child', 'S-old')], [], { written }, inScope)
    expect(result.adding.map(({ guid }) => guid)).to.deep.equal(['g'])
  })

  it('are left out where they could not be written, or only a person can tell which object they are', async () => {
    const twins = new Map([['child', [object, { ...object, guid: 'h' }]]])
    for (const lookups of [{}, { written: twins }, { written, undecided: new Set(['child']) }]) {
      expect(reasons(await settled([group('child')], [], lookups, inScope))).to.deep.equal([
        ['child', 'groupNotWritten'],
      ])
    }
    expect(reasons(await settled([group('list')], [], {}, () => 'notWritten'))).to.deep.equal([
      ['list', 'groupNotWritten'],
    ])
  })

  it('that are frozen or in trouble do not fall out of their parent', async () => {
    for (const scope of ['out', 'notWritten', 'in'] as const) {
      const lookups = { written, undecided: new Set(['child']) }
      const result = await settled([group('child')], [here('g', 'S-g')], lookups, () => scope)
      expect([...result.wanted]).to.deep.equal(['g'])
      expect(result.skipped).to.deep.equal([])
    }
  })
})
