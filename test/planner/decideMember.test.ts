import { expect } from 'chai'
import type { DirectoryMember } from '../../src/model/member.js'
import type { MemberLookups, NestedScope } from '../../src/planner/memberLookups.js'
import { memberInAd, cloudUser } from './fixture.js'
import { decided, group, leaving, reasons, resolved } from './membersFixture.js'

describe('nested groups', () => {
  const inScope: NestedScope = () => 'in'
  const object = { guid: 'g', sid: 'S-g', dn: 'CN=g' }
  const objectsByGroup = new Map([['child', [object]]])

  it('are added by the object with their anchor', async () => {
    const result = await decided([group('child')], [], { objectsByGroup }, inScope)
    expect(result.adding).to.deep.equal([{ id: 'child', displayName: 'CHILD', ...object, group: 'child' }])
  })

  it('stay if they are members on both sides', async () => {
    const result = await decided([group('child')], [memberInAd('g', 'S-g')], { objectsByGroup }, inScope)
    expect(result).to.deep.include({ adding: [], skipped: [] })
    expect(leaving(result)).to.deep.equal([])
  })

  it('are not added again if a user has the SID of their object', async () => {
    const members = [cloudUser('mallory', 'S-g'), group('child')]
    const result = await decided(members, [memberInAd('g', 'S-g')], { objectsByGroup }, inScope)
    expect(result.adding).to.deep.equal([])
    expect(leaving(result)).to.deep.equal([])
  })

  it('are added by their id if this run creates them', async () => {
    const result = await decided([group('child')], [], { createdGroups: new Set(['child']) }, inScope)
    expect(result.adding).to.deep.equal([{ id: 'child', displayName: 'CHILD', group: 'child' }])
  })

  it('are added by SID if AD is their source of authority', async () => {
    const bySid = new Map([['S-ad', resolved('ad', 'S-ad', { kind: 'group' })]])
    const result = await decided([group('synced', 'S-ad')], [], { bySid })
    expect(result.adding.map(({ guid }) => guid)).to.deep.equal(['ad'])
  })

  it('are added by their anchor instead of their SID if they are in scope', async () => {
    const result = await decided([group('child', 'S-old')], [], { objectsByGroup }, inScope)
    expect(result.adding.map(({ guid }) => guid)).to.deep.equal(['g'])
    expect(result.scopes).to.deep.equal(['in'])
  })

  it('that left the cloud group are removed', async () => {
    const result = await decided([], [memberInAd('g', 'S-g')], { objectsByGroup }, inScope)
    expect(leaving(result)).to.deep.equal(['g'])
  })

  it('are skipped as groupNotWritten if they have no object or an ambiguous one', async () => {
    const twins = new Map([['child', [object, { ...object, guid: 'h' }]]])
    const ambiguous: Array<Partial<MemberLookups>> = [
      {},
      { objectsByGroup: twins },
      { objectsByGroup, ambiguousGroups: new Set(['child']) },
    ]
    for (const lookups of ambiguous) {
      expect(reasons(await decided([group('child')], [], lookups, inScope))).to.deep.equal([
        ['child', 'groupNotWritten'],
      ])
    }
    const existing: Array<Partial<MemberLookups>> = [{}, { objectsByGroup }]
    for (const lookups of existing) {
      expect(reasons(await decided([group('child')], [], lookups, () => 'notWritten'))).to.deep.equal([
        ['child', 'groupNotWritten'],
      ])
    }
  })

  it('stay by the object in the memory, wherever it was moved', async () => {
    const rememberedGuids = new Map([['child', 'g']])
    for (const scope of ['out', 'notWritten', 'in'] as const) {
      const result = await decided(
        [group('child')],
        [memberInAd('g', 'S-g')],
        { rememberedGuids },
        () => scope,
      )
      expect(leaving(result)).to.deep.equal([])
      expect(result.skipped).to.deep.equal([])
    }
  })

  it('with a SID stay by any of their objects', async () => {
    const bySid = new Map([['S-old', resolved('old', 'S-old', { kind: 'group' })]])
    const ways: Array<[NestedScope, DirectoryMember, Partial<MemberLookups>]> = [
      [() => 'out', memberInAd('g', 'S-g'), { objectsByGroup }],
      [() => 'notWritten', memberInAd('g', 'S-g'), { objectsByGroup }],
      [inScope, memberInAd('old', 'S-old'), {}],
      [inScope, memberInAd('old', 'S-old'), { objectsByGroup, ambiguousGroups: new Set(['child']) }],
      [inScope, memberInAd('old'), { bySid }],
      [() => 'notWritten', memberInAd('old', 'S-old'), { objectsByGroup }],
    ]
    for (const [scope, inside, lookups] of ways) {
      const result = await decided([group('child', 'S-old')], [inside], lookups, scope)
      expect(leaving(result)).to.deep.equal([])
      expect(result.adding).to.deep.equal([])
    }
  })

  it('are replaced by their own object in two runs, so that access never ends', async () => {
    const old = memberInAd('old', 'S-old')
    const first = await decided([group('child', 'S-old')], [old], { objectsByGroup }, inScope)
    expect(first.adding.map(({ guid }) => guid)).to.deep.equal(['g'])
    expect(leaving(first)).to.deep.equal([])
    const second = await decided(
      [group('child', 'S-old')],
      [old, memberInAd('g', 'S-g')],
      { objectsByGroup },
      inScope,
    )
    expect(second.adding).to.deep.equal([])
    expect(leaving(second)).to.deep.equal(['old'])
    const frozen = await decided([group('child', 'S-x')], [memberInAd('x', 'S-y'), memberInAd('g', 'S-g')], {
      objectsByGroup,
      bySid: new Map([['S-x', resolved('x', 'S-x', { kind: 'group' })]]),
    })
    expect(leaving(frozen), 'out of scope').to.deep.equal([])
  })

  it('that are not written are not added by the SID of their own object', async () => {
    const result = await decided([group('child', 'S-g')], [], { objectsByGroup }, () => 'notWritten')
    expect(reasons(result)).to.deep.equal([['child', 'groupNotWritten']])
  })

  it('that are frozen or failed stay members of their parent', async () => {
    for (const scope of ['out', 'notWritten', 'in'] as const) {
      const lookups: Partial<MemberLookups> = { objectsByGroup, ambiguousGroups: new Set(['child']) }
      const result = await decided([group('child')], [memberInAd('g', 'S-g')], lookups, () => scope)
      expect(leaving(result)).to.deep.equal([])
      expect(result.skipped).to.deep.equal([])
    }
  })
})
