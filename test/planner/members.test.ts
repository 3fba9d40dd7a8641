import { expect } from 'chai'
import fc from 'fast-check'
import type { CloudMember, ResolvedMember } from '../../src/model/member.js'
import { memberInAd, cloudUser } from './fixture.js'
import { decided, group, leaving, outOfScope, reasons, resolved } from './membersFixture.js'

describe('members', () => {
  it('on both sides need no look-up', async () => {
    const result = await decided([cloudUser('a', 'S-a')], [memberInAd('1', 'S-a')])
    expect(result).to.deep.include({ adding: [], skipped: [], surplus: [] })
  })

  it('that are new are added with their identity in the cloud and in AD', async () => {
    const result = await decided([cloudUser('a', 'S-a')], [], {
      bySid: new Map([['S-a', resolved('1', 'S-a')]]),
    })
    expect(result.adding).to.deep.equal([{ id: 'a', displayName: 'A', guid: '1', sid: 'S-a', dn: 'CN=1' }])
  })

  it('in AD without a match in the cloud are surplus', async () => {
    const result = await decided(
      [cloudUser('a', 'S-a')],
      [memberInAd('1', 'S-a'), memberInAd('2', 'S-b'), memberInAd('3')],
    )
    expect(result.surplus).to.deep.equal(['2', '3'])
  })

  it('with the same SID are added once', async () => {
    const twice = [cloudUser('a', 'S-a'), cloudUser('b', 'S-a')]
    const result = await decided(twice, undefined, { bySid: new Map([['S-a', resolved('1', 'S-a')]]) })
    expect(result.adding).to.have.length(1)
    expect(result.surplus).to.equal(undefined)
  })

  it('that cannot be written are skipped with a reason', async () => {
    const cloud = [
      cloudUser('cloud'),
      cloudUser('guest', undefined, { guest: true }),
      cloudUser('gone', 'S-gone'),
      cloudUser('local', 'S-local', { kind: 'group' }),
      cloudUser('device', 'S-device', { kind: 'device' }),
      cloudUser('app', undefined, { kind: 'servicePrincipal' }),
      cloudUser('contact', undefined, { kind: 'contact', displayName: undefined }),
      cloudUser('new', undefined, { kind: 'other' }),
      group('far'),
    ]
    const local = resolved('9', 'S-local', { kind: 'group', domainLocal: true })
    const result = await decided(cloud, [], { bySid: new Map([['S-local', local]]) })
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

  it('that AD returns without a SID are matched by the look-up', async () => {
    const result = await decided([cloudUser('a', 'S-a')], [memberInAd('1')], {
      bySid: new Map([['S-a', resolved('1', 'S-a')]]),
    })
    expect(leaving(result)).to.deep.equal([])
    expect(result.adding).to.deep.equal([])
  })

  it('by primary group are neither added nor removed, and reported if they left the cloud group', async () => {
    const primary = [memberInAd('p', 'S-p'), memberInAd('q', 'S-q'), memberInAd('contact')]
    const result = await decided([cloudUser('p', 'S-p')], [memberInAd('1', 'S-a')], {}, outOfScope, primary)
    expect(result).to.deep.include({ adding: [], surplus: ['1'], primaryLeavers: ['q', 'contact'] })
    expect(leaving(result)).to.deep.equal(['1'])
  })

  /** The SID of a user in the cloud can be any value that was written there. */
  const objects: Array<[what: string, cloud: CloudMember, object: Partial<ResolvedMember>, reason?: string]> =
    [
      ['a user with the SID of a user', cloudUser('x', 'S-x'), {}],
      ['a user with the SID of a group', cloudUser('x', 'S-x'), { kind: 'group' }, 'kindDiffers'],
      ['a user with the SID of a computer', cloudUser('x', 'S-x'), { kind: 'computer' }, 'kindDiffers'],
      ['a user with the SID of another object', cloudUser('x', 'S-x'), { kind: 'other' }, 'kindDiffers'],
      ['a user with the SID of krbtgt', cloudUser('x', 'S-x'), { system: true }, 'systemObject'],
      [
        'a user with the SID of Domain Admins',
        cloudUser('x', 'S-x'),
        { system: true, kind: 'group' },
        'systemObject',
      ],
      ['a group with the SID of a group', group('x', 'S-x'), { kind: 'group' }],
      ['a group with the SID of a user', group('x', 'S-x'), {}, 'kindDiffers'],
      [
        'a group with the SID of Domain Users',
        group('x', 'S-x'),
        { kind: 'group', system: true },
        'systemObject',
      ],
      [
        'a group with the SID of a domain-local group',
        group('x', 'S-x'),
        { kind: 'group', domainLocal: true },
        'domainLocalGroup',
      ],
    ]
  for (const [what, member, object, reason] of objects) {
    it(`are ${reason ? `skipped as ${reason}` : 'added'}: ${what}`, async () => {
      const bySid = new Map([['S-x', resolved('1', 'S-x', object)]])
      const result = await decided([member], [], { bySid })
      expect(reasons(result)).to.deep.equal(reason ? [['x', reason]] : [])
      expect(result.adding).to.have.lengthOf(reason ? 0 : 1)
      const inside = await decided([member], [memberInAd('1')], { bySid })
      expect(leaving(inside), 'an existing member stays').to.deep.equal([])
    })
  }

  it('are, together with the skipped ones, exactly those of the cloud (property)', async () => {
    const ids = fc.uniqueArray(fc.nat(20), { maxLength: 12 })
    const property = fc.asyncProperty(ids, ids, ids, async (inCloud, present, known) => {
      const sid = (id: number) => `S-${id}`
      const bySid = new Map(known.map((id) => [sid(id), resolved(String(id), sid(id))]))
      const result = await decided(
        inCloud.map((id) => cloudUser(String(id), sid(id))),
        present.map((id) => memberInAd(String(id), sid(id))),
        { bySid },
      )
      const gone = leaving(result) ?? []
      const after = [
        ...present.map(String).filter((guid) => !gone.includes(guid)),
        ...result.adding.map(({ guid }) => guid),
      ]
      const left = result.skipped.map(({ id }) => id)
      expect([...after, ...left].sort()).to.deep.equal(inCloud.map(String).sort())
    })
    await fc.assert(property)
  })
})
