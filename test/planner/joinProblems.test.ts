import { expect } from 'chai'
import type { Protection } from '../../src/model/group.js'
import {
  copiedAnchorProblem,
  duplicateAnchorProblem,
  notReplicatedProblem,
  protectedObjectProblem,
  unlistedObjectProblem,
} from '../../src/planner/joinProblems.js'

describe('the problem of a protected object', () => {
  const clear = 'Remove the anchor from it (adminDescription, msDS-ExternalDirectoryObjectId).'
  const cases: Array<[Protection, why: string, hint: string]> = [
    [
      'adminCount',
      'adminCount is 1: it is or was a member of a protected group',
      'Remove it from the protected group and clear adminCount, or allow the pair in limits.privileged. Members who left the cloud group can be removed after an approval.',
    ],
    ['isCriticalSystemObject', 'isCriticalSystemObject is TRUE: it is a built-in object of Windows', clear],
    ['wellKnownRid', 'its RID is below 1000: it is a built-in object of Windows', clear],
  ]
  for (const [protection, why, hint] of cases) {
    it(`has the reason and a hint for ${protection}`, () => {
      expect(protectedObjectProblem('CN=x', protection)).to.deep.equal({
        code: 'protectedObject',
        message: `CN=x is a protected object of Active Directory (${why}).`,
        hint,
      })
    })
  }
})

describe('a problem of the join', () => {
  it('names the objects in its message', () => {
    expect(duplicateAnchorProblem('CN=a', 'CN=b')).to.deep.include({
      code: 'anchorDuplicate',
      message: 'Two objects carry the anchor of this group: CN=a and CN=b.',
    })
    expect(copiedAnchorProblem('CN=a', ['CN=b'])).to.deep.include({
      code: 'anchorDuplicate',
      message: 'CN=b carries a copy of the anchor of CN=a, which remains the object of the group.',
    })
    expect(copiedAnchorProblem('CN=a', ['CN=b', 'CN=c']).message).to.equal(
      'CN=b and CN=c carry a copy of the anchor of CN=a, which remains the object of the group.',
    )
    expect(notReplicatedProblem('dc2.test')).to.deep.include({
      code: 'objectNotReplicated',
      message:
        'The object of this group was written on dc2.test, but this domain controller does not have it.',
    })
  })

  it('has a hint', () => {
    const problems = [
      duplicateAnchorProblem('a', 'b'),
      copiedAnchorProblem('a', ['b']),
      unlistedObjectProblem('CN=a,OU=x', 'OU=x'),
      unlistedObjectProblem('CN=a,OU=y', 'OU=x'),
      notReplicatedProblem('a'),
    ]
    for (const { hint } of problems) expect(hint).to.match(/^[A-Z].+\.$/)
  })
})

describe('the problem of a written object that is no longer listed', () => {
  const removed = ['anchorRemoved', 'The object of this group, DN, no longer carries its anchor.']
  const elsewhere = ['anchorElsewhere', 'The object of this group is outside the container: DN.']
  const cases: Array<[dn: string, expected: string[]]> = [
    ['CN=a,OU=x', removed],
    ['CN=a, ou=Sub,ou=X', removed],
    ['CN=a,OU=y', elsewhere],
    ['no name', elsewhere],
  ]
  for (const [dn, [code, message = '']] of cases) {
    it(`is ${code} at ${dn}`, () => {
      expect(unlistedObjectProblem(dn, 'OU=x')).to.deep.include({ code, message: message.replace('DN', dn) })
    })
  }
})
