import { expect } from 'chai'
import type { AdoptionCandidate } from '../../src/model/directory.js'
import type { Protection } from '../../src/model/group.js'
import { noMemory, type Memory } from '../../src/model/memory.js'
import {
  anchorCopied,
  anchorDuplicate,
  collision,
  joinProblem,
  objectNotReplicated,
  objectStrayed,
  protectedObject,
  tieOf,
} from '../../src/planner/join.js'
import { inDirectory } from './fixture.js'

describe('the relation of an object to the group of its anchor', () => {
  const known = (guid: string): Memory => ({ ...noMemory, groups: { a: { guid } } })
  const tried = (dn: string, guid?: string): Memory => ({
    ...noMemory,
    ...(guid !== undefined && { groups: { a: { guid } } }),
    uncertain: { a: dn },
  })
  const cases: Array<[what: string, memory: Memory, tie: string]> = [
    ['the object of the group', known('g'), 'known'],
    ['another object of the group', known('h'), 'copy'],
    ['no object', noMemory, 'unknown'],
    ['the object of another group', { ...noMemory, groups: { b: { guid: 'g' } } }, 'unknown'],
    ['its creation without a response', tried('cn=sales, ou=X'), 'known'],
    ['its creation without a response, in place of another object', tried('CN=Sales,OU=x', 'h'), 'known'],
    ['a creation without a response elsewhere', tried('CN=Sales,OU=y'), 'unknown'],
    ['a creation without a response elsewhere, and another object', tried('CN=Sales,OU=y', 'h'), 'copy'],
    [
      'a creation without a response for another group',
      { ...noMemory, uncertain: { b: 'CN=Sales,OU=x' } },
      'unknown',
    ],
  ]
  for (const [what, memory, tie] of cases) {
    it(`is ${tie} if the memory has ${what}`, () => {
      expect(tieOf({ guid: 'g', dn: 'CN=Sales,OU=x' }, memory, 'a')).to.equal(tie)
    })
  }
})

describe('an object with an anchor', () => {
  const protections: Array<[Protection | undefined, code: string | undefined]> = [
    [undefined, undefined],
    ['adminCount', undefined],
    ['isCriticalSystemObject', 'protectedObject'],
    ['wellKnownRid', 'protectedObject'],
  ]
  for (const [protection, expected] of protections) {
    it(`with the protection ${protection ?? '(none)'} has the join problem ${expected ?? '(none)'}`, async () => {
      const problem = joinProblem(await inDirectory(protection ? { protection } : {}), new Map())
      expect(problem && problem.code).to.equal(expected)
    })
  }

  it('of two groups is an anchorConflict, which takes precedence over protectedObject', async () => {
    const group = await inDirectory({ groupIds: ['a', 'b'], protection: 'wellKnownRid' })
    expect(joinProblem(group, new Map())).to.deep.equal({
      code: 'anchorConflict',
      message: `${group.dn} carries the anchors of 2 groups: a, b.`,
      hint: 'Set adminDescription and msDS-ExternalDirectoryObjectId to the anchor of the same group.',
    })
  })

  it('of another group than in the memory is an anchorConflict', async () => {
    const group = await inDirectory({ groupIds: ['b'], guid: 'g' })
    expect(joinProblem(group, new Map([['g', 'b']]))).to.equal(undefined)
    expect(joinProblem(group, new Map([['g', 'a']]))).to.deep.include({
      code: 'anchorConflict',
      message: `${group.dn} was written as the group a, but carries the anchor of b.`,
    })
  })
})

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
      expect(protectedObject('CN=x', protection)).to.deep.equal({
        code: 'protectedObject',
        message: `CN=x is a protected object of Active Directory (${why}).`,
        hint,
      })
    })
  }
})

describe('a problem of the join', () => {
  it('names the objects in its message', () => {
    expect(anchorDuplicate('CN=a', 'CN=b')).to.deep.include({
      code: 'anchorDuplicate',
      message: 'Two objects carry the anchor of this group: CN=a and CN=b.',
    })
    expect(anchorCopied('CN=a', ['CN=b'])).to.deep.include({
      code: 'anchorDuplicate',
      message: 'CN=b carries a copy of the anchor of CN=a, which remains the object of the group.',
    })
    expect(anchorCopied('CN=a', ['CN=b', 'CN=c']).message).to.equal(
      'CN=b and CN=c carry a copy of the anchor of CN=a, which remains the object of the group.',
    )
    expect(objectNotReplicated('dc2.test')).to.deep.include({
      code: 'objectNotReplicated',
      message:
        'The object of this group was written on dc2.test, but this domain controller does not have it.',
    })
  })

  it('has a hint', () => {
    const problems = [
      anchorDuplicate('a', 'b'),
      anchorCopied('a', ['b']),
      objectStrayed('CN=a,OU=x', 'OU=x'),
      objectStrayed('CN=a,OU=y', 'OU=x'),
      objectNotReplicated('a'),
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
      expect(objectStrayed(dn, 'OU=x')).to.deep.include({ code, message: message.replace('DN', dn) })
    })
  }
})

describe('the problem that prevents a creation', () => {
  const cases: Array<[AdoptionCandidate['match'], code: string, message: string]> = [
    ['anchor', 'anchorElsewhere', 'The object of this group is outside the container: CN=x.'],
    ['name', 'nameTaken', 'CN=x has the name of this group and is not managed by group-writeback.'],
    ['sid', 'nameTaken', 'CN=x has the name of this group and is not managed by group-writeback.'],
    [
      'noContainer',
      'containerMissing',
      'The container of this group, CN=x, does not exist, or this account cannot see it.',
    ],
  ]
  for (const [match, code, message] of cases) {
    it(`is ${code} for a match by ${match}`, () => {
      const problem = collision({ groupId: 'a', guid: 'g', dn: 'CN=x', match })
      expect(problem).to.deep.include({ code, message })
      expect(problem.hint).to.match(/^[A-Z].+\.$/)
    })
  }
})
