import { expect } from 'chai'
import { WritebackError } from '../../src/errors.js'
import type { DesiredGroup, DirectoryGroup } from '../../src/model/group.js'
import { draftGroup, failedDraft, finish } from '../../src/planner/draft.js'
import { collision, joinProblem } from '../../src/planner/join.js'
import { complete } from '../memory/cloud.js'

const desired: DesiredGroup = {
  id: 'a',
  displayName: 'Sales',
  name: 'Sales',
  container: 'OU=x',
  dn: 'CN=Sales,OU=x',
  type: 'universalSecurityGroup',
  attributes: {},
  atCreation: {},
}
const nothing = {
  bySid: new Map(),
  written: new Map(),
  created: new Set<string>(),
  undecided: new Set<string>(),
}
const ann = { id: 'ann', kind: 'user', guest: false, sid: 'S-ann' } as const
const bob = { guid: 'bob', sid: 'S-bob', dn: 'CN=bob' }

async function object(changes: Partial<DirectoryGroup> = {}): Promise<DirectoryGroup> {
  const members = await complete([bob])
  const attributes = { cn: ['Sales'] }
  return {
    groupIds: ['a'],
    guid: 'g',
    sid: 'S',
    dn: 'CN=Sales,OU=x',
    attributes,
    members,
    protected: false,
    ...changes,
  }
}

describe('a draft', () => {
  it('of a new group creates it and adds its members', async () => {
    const draft = draftGroup(desired, await complete([ann]), undefined, () => 'out')
    const bySid = new Map([['S-ann', { guid: '1', sid: 'S-ann', dn: 'CN=ann', domainLocal: false }]])
    const { changes, status } = finish(draft, { ...nothing, bySid })
    expect(status).to.equal('inSync')
    expect(changes.map(({ type }) => type)).to.deep.equal(['createGroup', 'addMembers'])
    expect(changes[1]).to.not.have.property('guid')
  })

  it('of a group that is there removes before it adds', async () => {
    const draft = draftGroup(desired, await complete([ann]), await object(), () => 'out')
    const bySid = new Map([['S-ann', { guid: '1', sid: 'S-ann', dn: 'CN=ann', domainLocal: false }]])
    const { changes, membersBefore } = finish(draft, { ...nothing, bySid })
    expect(changes.map(({ type }) => type)).to.deep.equal(['removeMembers', 'addMembers'])
    expect(changes[1]).to.include({ guid: 'g' })
    expect(membersBefore).to.equal(1)
  })

  it('of a group whose members could not be read is an error, and removes nobody', async () => {
    const failure = new WritebackError('graphUnavailable', 'Graph is away.')
    for (const [read, code] of [
      [failure, 'graphUnavailable'],
      [undefined, 'graphIncomplete'],
    ] as const) {
      const planned = finish(
        draftGroup(desired, read, await object(), () => 'out'),
        nothing,
      )
      expect(planned).to.deep.include({ changes: [], status: 'failed' })
      expect(planned.error?.code).to.equal(code)
    }
  })

  it('of a group that only a person can mend has no changes', () => {
    const planned = finish(failedDraft('a', 'Sales', 'CN=a', { code: 'nameTaken', message: 'x' }), nothing)
    expect(planned).to.deep.include({
      changes: [],
      status: 'failed',
      error: { code: 'nameTaken', message: 'x' },
    })
  })

  it('of an object to deprovision has no members to look for', () => {
    const draft = { id: 'a', displayName: 'A', dn: 'CN=a', membersBefore: 3, changes: [] }
    expect(finish(draft, nothing)).to.deep.include({ changes: [], status: 'inSync', skippedMembers: [] })
  })

  it('says nothing about members that are as they should be', async () => {
    const same = { ...ann, sid: 'S-bob' }
    expect(
      finish(
        draftGroup(desired, await complete([same]), await object(), () => 'out'),
        nothing,
      ).changes,
    ).to.deep.equal([])
  })
})

describe('joining', () => {
  it('needs a person for protected objects, twins and conflicting anchors, and for nothing else', async () => {
    expect(joinProblem(await object(), undefined)).to.equal(undefined)
    expect(joinProblem(await object({ protected: true }), undefined)?.code).to.equal('protectedObject')
    expect(joinProblem(await object(), 'CN=twin')?.code).to.equal('anchorDuplicate')
    expect(joinProblem(await object({ groupIds: ['a', 'b'] }), undefined)?.code).to.equal('anchorConflict')
  })

  it('says what stands in the way of a new group', () => {
    const candidate = { groupId: 'a', guid: 'g', dn: 'CN=x' }
    expect(collision({ ...candidate, match: 'anchor' }).code).to.equal('anchorElsewhere')
    expect(collision({ ...candidate, match: 'name' }).code).to.equal('nameTaken')
    expect(collision({ groupId: 'a', dn: 'OU=x', match: 'noContainer' })).to.deep.include({
      code: 'containerMissing',
      message: 'The container of this group, OU=x, does not exist, or this account cannot see it.',
    })
  })
})
