import { expect } from 'chai'
import {
  deleteGroup,
  filterRemoval,
  reduceSurplus,
  removeMembers,
  surplusMembers,
  type Annotate,
  type Change,
  type DeleteGroup,
  type RemoveMembers,
  type Surplus,
} from '../../src/model/change.js'
import { summarizeListing, orderByPerson, proveByCount, type Evidence } from '../../src/model/evidence.js'
import type { DirectoryGroup } from '../../src/model/group.js'
import type { DirectoryMember } from '../../src/model/member.js'
import type { UnprovenChange } from '../../src/model/plan.js'
import { completeReadOf } from '../memory/cloud.js'

const member = (guid: string): DirectoryMember => ({ guid, sid: `S-${guid}`, dn: `CN=${guid}` })
const order = orderByPerson('disable')
const noAnnotation: Annotate = (one) => ({ ...one })
const noneWanted = () => false

const group = async (...guids: string[]): Promise<DirectoryGroup> => ({
  groupIds: ['id'],
  guid: 'g',
  sid: 'S-g',
  dn: 'CN=Sales',
  attributes: { cn: ['Sales'], description: ['All'] },
  members: await completeReadOf(guids.map(member)),
  primaryMembers: [],
})

describe('the surplus of a group', () => {
  it('has the members who are not wanted', async () => {
    const sales = await group('ann', 'bob', 'cy')
    const surplus = surplusMembers(sales, ({ guid }) => guid === 'bob')
    expect(surplus).to.deep.equal({ guid: 'g', members: [member('ann'), member('cy')] })
    expect(sales.members.items).to.have.lengthOf(3)
  })

  it('does not have members by primary group, which AD cannot remove', async () => {
    const surplus = surplusMembers(
      { ...(await group('ann', 'bob')), primaryMembers: [member('cy')] },
      noneWanted,
    )
    expect(surplus.members.map(({ guid }) => guid)).to.deep.equal(['ann', 'bob'])
  })

  it('can be reduced by wanted members', async () => {
    const surplus = surplusMembers(await group('ann', 'bob'), noneWanted)
    expect(reduceSurplus(surplus, new Set(['ann', 'elsewhere']))).to.deep.equal({
      guid: 'g',
      members: [member('bob')],
    })
    expect(surplus.members).to.have.lengthOf(2)
  })

  it('cannot be built from a literal, a spread or an incomplete read (compiler)', async () => {
    const sales = await group('ann')
    const surplus = surplusMembers(sales, noneWanted)
    // @ts-expect-error only surplusOf builds one
    const forged: Surplus = { guid: 'g', members: [member('bob')] }
    // @ts-expect-error a surplus cannot be spread
    const extended: Surplus = { ...surplus, members: [member('bob')] }
    // @ts-expect-error the group's members must be a complete read
    const short: DirectoryGroup = { ...sales, members: { items: sales.members.items } }
    expect([forged, extended, short]).to.have.lengthOf(3)
  })
})

describe('a removal', () => {
  it('has the annotated members of the surplus', async () => {
    const surplus = surplusMembers(await group('ann', 'bob'), noneWanted)
    const annotate: Annotate = (one) => ({ ...one, ...(one.guid === 'bob' && { disabled: true }) })
    expect(removeMembers(surplus, 'CN=Sales', order, annotate)).to.deep.equal({
      type: 'removeMembers',
      guid: 'g',
      dn: 'CN=Sales',
      members: [member('ann'), { ...member('bob'), disabled: true }],
    })
  })

  it('can be reduced to some members without a change of itself', async () => {
    const removal = removeMembers(
      surplusMembers(await group('ann', 'bob'), noneWanted),
      'CN=Sales',
      order,
      noAnnotation,
    )
    const part = filterRemoval(removal, ({ guid }) => guid === 'bob')
    expect(part).to.deep.equal({ ...removal, members: [member('bob')] })
    expect(removal.members).to.have.lengthOf(2)
  })

  it('accepts a proof as evidence', async () => {
    const proof = proveByCount(summarizeListing(await completeReadOf([])), 0)
    const surplus = surplusMembers(await group('ann'), noneWanted)
    expect(proof && removeMembers(surplus, 'CN=Sales', proof, noAnnotation).members).to.have.lengthOf(1)
  })

  it('cannot be built from a literal or a spread (compiler)', async () => {
    const surplus = surplusMembers(await group('ann'), noneWanted)
    const made = removeMembers(surplus, 'CN=Sales', order, noAnnotation)
    // @ts-expect-error only removeMembers builds one
    const written: RemoveMembers = { type: 'removeMembers', guid: 'g', dn: 'CN=Sales', members: [] }
    // @ts-expect-error a literal is not a change
    const change: Change = { type: 'removeMembers', guid: 'g', dn: 'CN=Sales', members: [] }
    // @ts-expect-error a removal cannot be spread
    const spread: RemoveMembers = { ...made, members: [member('bob')] }
    const waiting: UnprovenChange = { type: 'removeMembers', guid: 'g', dn: 'CN=Sales', members: [] }
    // @ts-expect-error a waiting change cannot be written
    const unproven: Change = waiting
    expect([written, change, spread, unproven]).to.have.lengthOf(4)
  })

  it('cannot be built without evidence or with a forged one (compiler)', async () => {
    const surplus = surplusMembers(await group('ann'), noneWanted)
    // @ts-expect-error evidence is required
    const without = () => removeMembers(surplus, 'CN=Sales', undefined, noAnnotation)
    // @ts-expect-error a literal is not evidence
    const literal = () => removeMembers(surplus, 'CN=Sales', { by: 'count' }, noAnnotation)
    // @ts-expect-error a spread is not evidence
    const spread = () => removeMembers(surplus, 'CN=Sales', { ...order }, noAnnotation)
    const doubtful: Evidence | undefined = proveByCount(summarizeListing(await completeReadOf([])), 1)
    // @ts-expect-error the proof may have failed
    const failed = () => removeMembers(surplus, 'CN=Sales', doubtful as Evidence | undefined, noAnnotation)
    expect([without, literal, spread, failed]).to.have.lengthOf(4)
  })
})

describe('a deletion', () => {
  it('has the attributes and members that are lost', async () => {
    const sales = await group('ann', 'bob')
    const annotate: Annotate = (one) => ({ ...one, ...(one.guid === 'bob' && { cause: 'softDeleted' }) })
    const change = deleteGroup(sales, order, annotate)
    expect(change).to.deep.equal({
      type: 'deleteGroup',
      guid: 'g',
      dn: 'CN=Sales',
      sid: 'S-g',
      attributes: { cn: ['Sales'], description: ['All'] },
      members: [member('ann'), { ...member('bob'), cause: 'softDeleted' }],
    })
    expect(change.members, 'a copy').to.not.equal(sales.members.items)
  })

  it('cannot be built from a literal or a spread (compiler)', async () => {
    const sales = await group('ann')
    const made = deleteGroup(sales, order, noAnnotation)
    const { type, guid, dn, sid, attributes, members } = made
    // @ts-expect-error only deleteGroup builds one
    const written: DeleteGroup = { type, guid, dn, sid, attributes, members }
    // @ts-expect-error a literal is not a change
    const change: Change = { type, guid, dn, sid, attributes, members }
    // @ts-expect-error a deletion cannot be spread
    const spread: DeleteGroup = { ...made, guid: 'another' }
    // @ts-expect-error a removal is not a deletion
    const other: DeleteGroup = removeMembers(surplusMembers(sales, noneWanted), 'CN=x', order, noAnnotation)
    // @ts-expect-error evidence is required for a deletion
    const without = () => deleteGroup(sales, undefined, noAnnotation)
    // @ts-expect-error a literal is not evidence of an absence
    const literal = () => deleteGroup(sales, { reason: 'deletedInCloud' }, noAnnotation)
    expect([written, change, spread, other, without, literal]).to.have.lengthOf(6)
  })
})
