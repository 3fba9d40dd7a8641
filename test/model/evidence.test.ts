import { expect } from 'chai'
import fc from 'fast-check'
import type { CompleteRead } from '../../src/model/completeRead.js'
import {
  summarizeListing,
  orderByPerson,
  proveByCount,
  proveByRepetition,
  proveDeleted,
  proveLeftScope,
  type Evidence,
  type MemberListing,
  type PersonsOrder,
  type ProvenAbsence,
  type ProvenMembers,
} from '../../src/model/evidence.js'
import type { CloudGroup } from '../../src/model/group.js'
import type { GroupLocation } from '../../src/model/location.js'
import type { CloudMember } from '../../src/model/member.js'
import { completeReadOf } from '../memory/cloud.js'

const member = (id: string): CloudMember => ({ id, kind: 'user', guest: false })
const listed = async (...ids: string[]): Promise<MemberListing> =>
  summarizeListing(await completeReadOf(ids.map(member)))
const minute = 60_000
const now = new Date('2026-01-02T12:00:00.000Z')
const ago = (ms: number): string => new Date(now.getTime() - ms).toISOString()

describe('the summary of a listing', () => {
  it('is the same for the same members in any order, and differs for others (property)', async () => {
    const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(ids, ids, fc.infiniteStream(fc.double({ noNaN: true })), async (a, b, order) => {
        const weights = new Map(a.map((id) => [id, order.next().value ?? 0]))
        const shuffled = [...a].sort((x, y) => (weights.get(x) ?? 0) - (weights.get(y) ?? 0))
        const [first, again, other] = [await listed(...a), await listed(...shuffled), await listed(...b)]
        expect(again).to.deep.equal(first)
        expect(first.size).to.equal(a.length)
        const areSame = a.length === b.length && a.every((id) => b.includes(id))
        expect(first.digest === other.digest).to.equal(areSame)
      }),
    )
  })

  it('differs for ids that are equal when concatenated', async () => {
    expect((await listed('ab', 'c')).digest).to.not.equal((await listed('a', 'bc')).digest)
    expect((await listed('a', 'b')).digest).to.not.equal((await listed('ab')).digest)
    expect((await listed()).digest).to.not.equal((await listed('')).digest)
  })
})

describe('the proof by a count', () => {
  const cases: Array<[what: string, ids: string[], count: number | undefined, proof: boolean]> = [
    ['the count is the same', ['a', 'b'], 2, true],
    ['the count is 0 and no member is listed', [], 0, true],
    ['the count is higher, since the listing may be incomplete', ['a', 'b'], 3, false],
    ['the count is lower, since the index may lag', ['a', 'b'], 1, false],
    ['the count is 5 and no member is listed', [], 5, false],
    ['there is no count', ['a'], undefined, false],
    ['there is no count and no member is listed', [], undefined, false],
  ]
  for (const [what, ids, count, proof] of cases) {
    it(`${proof ? 'succeeds' : 'fails'} if ${what}`, async () => {
      expect(proveByCount(await listed(...ids), count)).to.deep.equal(proof ? { by: 'count' } : undefined)
    })
  }
})

describe('a member that is listed twice', () => {
  it('counts once', async () => {
    const listing = await listed('a', 'b', 'a')
    expect(listing).to.deep.equal(await listed('a', 'b'))
    expect(proveByCount(listing, 3)).to.equal(undefined)
    expect(proveByCount(listing, 2)).to.deep.equal({ by: 'count' })
  })
})

describe('the proof by an earlier listing', () => {
  const apart = 5 * minute
  const cases: Array<[what: string, earlier: string[] | undefined, at: string, proof: boolean]> = [
    ['of the same members, five minutes before', ['b', 'a'], ago(apart), true],
    ['of the same members, a day before', ['a', 'b'], ago(24 * 60 * minute), true],
    ['of the same members, just under five minutes before', ['a', 'b'], ago(apart - 1), false],
    ['of the same members, now', ['a', 'b'], ago(0), false],
    ['of the same members, by a clock that was ahead', ['a', 'b'], ago(-10 * minute), false],
    ['of the same members, at an invalid time', ['a', 'b'], 'once', false],
    ['of other members', ['a', 'c'], ago(apart), false],
    ['of fewer members', ['a'], ago(apart), false],
    ['that does not exist', undefined, '', false],
  ]
  for (const [what, earlier, at, proof] of cases) {
    it(`${proof ? 'succeeds' : 'fails'} with one ${what}`, async () => {
      const sighting = earlier && { digest: (await listed(...earlier)).digest, at }
      const proven = proveByRepetition(await listed('a', 'b'), sighting, now, apart)
      expect(proven).to.deep.equal(proof ? { by: 'repetition' } : undefined)
    })
  }

  it('fails with one in the future, even if the required time is negative', async () => {
    const listing = await listed('a')
    const sighting = { digest: listing.digest, at: ago(-1) }
    expect(proveByRepetition(listing, sighting, now, -10 * minute)).to.equal(undefined)
  })
})

const group: CloudGroup = {
  id: 'a',
  displayName: 'A',
  kind: 'security',
  proxyAddresses: [],
  hiddenMembership: false,
}
const places: Record<GroupLocation['status'], GroupLocation> = {
  inScope: { id: 'a', status: 'inScope', group },
  outOfScope: { id: 'a', status: 'outOfScope', group },
  deleted: { id: 'a', status: 'deleted' },
  missing: { id: 'a', status: 'missing' },
}
/** The locations of the group and of two others. */
const located = (...locations: GroupLocation[]): Promise<CompleteRead<GroupLocation>> =>
  completeReadOf([{ id: 'x', status: 'deleted' }, ...locations, { id: 'y', status: 'outOfScope', group }])

describe('the proof that a group left the scope', () => {
  for (const [place, location] of Object.entries(places)) {
    const isProof = place === 'outOfScope'
    it(`${isProof ? 'succeeds' : 'fails'} if it is ${place}`, async () => {
      const expected = isProof ? { reason: 'leftScope' } : undefined
      expect(proveLeftScope(await located(location), 'a')).to.deep.equal(expected)
    })
  }

  it('fails if the group was not looked up', async () => {
    expect(proveLeftScope(await located(), 'a')).to.equal(undefined)
  })
})

describe('the proof that a group was deleted', () => {
  const apart = 30 * minute
  const cases: Array<
    [place: GroupLocation['status'] | 'notLookedUp', since: string | undefined, proof: boolean]
  > = [
    ['deleted', undefined, true],
    ['deleted', ago(0), true],
    ['missing', ago(apart), true],
    ['missing', ago(100 * apart), true],
    ['missing', ago(apart - 1), false],
    ['missing', ago(0), false],
    ['missing', ago(-apart), false],
    ['missing', 'once', false],
    ['missing', undefined, false],
    ['inScope', ago(apart), false],
    ['outOfScope', ago(apart), false],
    ['notLookedUp', ago(apart), false],
  ]
  for (const [place, since, proof] of cases) {
    const what = `it is ${place}${since === undefined ? '' : ` and missing since ${since}`}`
    it(`${proof ? 'succeeds' : 'fails'} at 12:00 if ${what}`, async () => {
      const locations = await (place === 'notLookedUp' ? located() : located(places[place]))
      const expected = proof ? { reason: 'deletedInCloud' } : undefined
      expect(proveDeleted(locations, 'a', since, now, apart)).to.deep.equal(expected)
    })
  }
})

/** The compiler is the test: it fails if an expected error does not occur. */
describe('evidence', () => {
  it('cannot be built from a literal (compiler)', () => {
    // @ts-expect-error only proveByCount and proveByRepetition build one
    const members: ProvenMembers = { by: 'count' }
    // @ts-expect-error only proveLeftScope and proveDeleted build one
    const absence: ProvenAbsence = { reason: 'leftScope' }
    // @ts-expect-error only orderByPerson builds one
    const order: PersonsOrder = { command: 'disable' }
    // @ts-expect-error a literal with all properties is not evidence
    const any: Evidence = { by: 'count', reason: 'leftScope', command: 'disable' }
    // @ts-expect-error only listingOf builds one
    const listing: MemberListing = { size: 0, digest: '' }
    expect([members, absence, order, any, listing]).to.have.lengthOf(5)
  })

  it('cannot be built from other evidence (compiler)', async () => {
    const order = orderByPerson('disable')
    expect(order).to.deep.equal({ command: 'disable' })
    const listing = await listed('a')
    const proof = proveByCount(listing, 1)
    if (!proof) throw new Error('no proof')
    // @ts-expect-error an order cannot be spread
    const spread: PersonsOrder = { ...order }
    // @ts-expect-error a proof cannot be spread
    const again: ProvenMembers = { ...proof, by: 'repetition' }
    // @ts-expect-error proven members are not a proven absence
    const absence: ProvenAbsence = proof
    // @ts-expect-error an order is not a proof of members
    const members: ProvenMembers = order
    // @ts-expect-error a listing cannot be spread
    const longer: MemberListing = { ...listing, size: 2 }
    // @ts-expect-error a listing is not a proof
    const without: ProvenMembers = listing
    expect([spread, again, absence, members, longer, without]).to.have.lengthOf(6)
  })

  it('cannot be built from incomplete reads (compiler)', async () => {
    const { items } = await completeReadOf([member('a')])
    // @ts-expect-error the members must be a complete read
    const listing = () => summarizeListing({ items })
    // @ts-expect-error the locations must be a complete read
    const left = () => proveLeftScope({ items: [places.outOfScope] }, 'a')
    // @ts-expect-error the locations must be a complete read as well
    const deleted = () => proveDeleted({ items: [places.deleted] }, 'a', undefined, now, 0)
    // @ts-expect-error a count needs a listing
    const count = () => proveByCount({ size: 1, digest: '' }, 1)
    expect([listing, left, deleted, count]).to.have.lengthOf(4)
  })
})
