import { expect } from 'chai'
import fc from 'fast-check'
import { membersFingerprint, toggleMembers } from '../../src/planner/membersFingerprint.js'

describe('the fingerprint of members', () => {
  const sets = fc.uniqueArray(fc.uuid(), { maxLength: 30 })

  it('is the same for the same members in any order', () => {
    fc.assert(
      fc.property(sets, (guids) => {
        expect(membersFingerprint(guids)).to.match(/^[\da-f]{16}$/)
        expect(membersFingerprint([...guids].reverse())).to.equal(membersFingerprint(guids))
      }),
    )
  })

  it('changes when a member is added, and changes back when it is removed', () => {
    fc.assert(
      fc.property(sets, fc.uuid(), (guids, other) => {
        fc.pre(!guids.includes(other))
        const before = membersFingerprint(guids)
        const after = toggleMembers(before, [other])
        expect(after)
          .to.equal(membersFingerprint([...guids, other]))
          .and.not.equal(before)
        expect(toggleMembers(after, [other])).to.equal(before)
      }),
    )
  })

  it('differs for sets that differ in one character', () => {
    const ids = Array.from({ length: 20_000 }, (_, n) => `0000-${String(n).padStart(6, '0')}`)
    expect(new Set(ids.map((id) => membersFingerprint([id]))).size).to.equal(ids.length)
    const pairs = ids
      .slice(0, 200)
      .flatMap((a, n) => ids.slice(n + 1, 200).map((b) => membersFingerprint([a, b])))
    expect(new Set(pairs).size).to.equal(pairs.length)
  })
})
