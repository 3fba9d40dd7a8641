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

describe('the tie between an object and its group', () => {
  const known = (guid: string): Memory => ({ ...noMemory, groups: { a: { guid } } })
  const tried = (dn: string, guid?: string): Memory => ({
    ...noMemory,
    ...(guid !== undefined && { groups: { a: { guid } } }),
    uncertain: { a: dn },
  })
  const cases: Array<[what: string, memory: Memory, tie: string]> = [
    ['this very object', known('g'), 'known'],
    ['another object', known('h'), 'copy'],
    ['none', noMemory, 'unknown'],
    ['an object of another group', { ...noMemory, groups: { b: { guid: 'g' } } }, 'unknown'],
    ['that it tried to create it', tried('cn=sales, ou=X'), 'known'],
    ['that it tried to create it in place of another', tried('CN=Sales,OU=x', 'h'), 'known'],
    ['that it tried to create one elsewhere', tried('CN=Sales,OU=y'), 'unknown'],
    ['that it tried to create one elsewhere, and another object', tried('CN=Sales,OU=y', 'h'), 'copy'],
    ['that it tried so for another group', { ...noMemory, uncertain: { b: 'CN=Sales,OU=x' } }, 'unknown'],
  ]
  for (const [what, memory, tie] of cases) {
    it(`is ${tie} where the state remembers ${what}`, () => {
      expect(tieOf({ guid: 'g', dn: 'CN=Sales,OU=x' }, memory, 'a')).to.equal(tie)
    })
  }
})

describe('an object', () => {
  const protections: Array<[Protection | undefined, code: string | undefined]> = [
    [undefined, undefined],
    ['adminCount', undefined],
    ['isCriticalSystemObject', 'protectedObject'],
    ['wellKnownRid', 'protectedObject'],
  ]
  for (const [protection, expected] of protections) {
    it(`with the protection ${protection ?? 'none'} is ${expected ?? 'no problem'}`, async () => {
      const problem = joinProblem(await inDirectory(protection ? { protection } : {}), new Map())
      expect(problem && problem.code).to.equal(expected)
    })
  }

  it('that names two groups is a conflict, before anything else', async () => {
    const group = await inDirectory({ groupIds: ['a', 'b'], protection: 'wellKnownRid' })
    expect(joinProblem(group, new Map())).to.deep.equal({
      code: 'anchorConflict',
      message: `${group.dn} carries the anchors of 2 groups: a, b.`,
      hint: 'Make adminDescription and msDS-ExternalDirectoryObjectId name the same group.',
    })
  })

  it('that was written as one group and names another one is a conflict', async () => {
    const group = await inDirectory({ groupIds: ['b'], guid: 'g' })
    expect(joinProblem(group, new Map([['g', 'b']]))).to.equal(undefined)
    expect(joinProblem(group, new Map([['g', 'a']]))).to.deep.include({
      code: 'anchorConflict',
      message: `${group.dn} was written as the group a, and carries the anchor of b.`,
    })
  })
})

describe('a protected object', () => {
  const clear = 'Remove the anchor from it (adminDescription, msDS-ExternalDirectoryObjectId).'
  const cases: Array<[Protection, why: string, hint: string]> = [
    [
      'adminCount',
      'adminCount is 1: it is, or was, a member of a protected group',
      'Take it out of the protected group and clear adminCount, or allow the pair in limits.privileged. Members who left the cloud group can be removed on approval.',
    ],
    ['isCriticalSystemObject', 'isCriticalSystemObject is TRUE: it is an object of Windows itself', clear],
    ['wellKnownRid', 'its RID is below 1000: it is an object of Windows itself', clear],
  ]
  for (const [protection, why, hint] of cases) {
    it(`is told with the reason and its own hint: ${protection}`, () => {
      expect(protectedObject('CN=x', protection)).to.deep.equal({
        code: 'protectedObject',
        message: `CN=x is a protected object of Active Directory (${why}).`,
        hint,
      })
    })
  }
})

describe('what only a person can decide', () => {
  it('names the objects', () => {
    expect(anchorDuplicate('CN=a', 'CN=b')).to.deep.include({
      code: 'anchorDuplicate',
      message: 'Two objects carry the anchor of this group: CN=a and CN=b.',
    })
    expect(anchorCopied('CN=a', ['CN=b'])).to.deep.include({
      code: 'anchorDuplicate',
      message: 'CN=b carries a copy of the anchor of CN=a, which goes on as the group.',
    })
    expect(anchorCopied('CN=a', ['CN=b', 'CN=c']).message).to.equal(
      'CN=b and CN=c carry a copy of the anchor of CN=a, which goes on as the group.',
    )
    expect(objectNotReplicated('dc2.test')).to.deep.include({
      code: 'objectNotReplicated',
      message:
        'The object of this group was written on dc2.test, and this domain controller does not show it.',
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

describe('an object that was written and is not listed any more', () => {
  const removed = ['anchorRemoved', 'The object of this group, DN, does not carry its anchor any more.']
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

describe('what stands in the way of a new group', () => {
  const cases: Array<[AdoptionCandidate['match'], code: string, message: string]> = [
    ['anchor', 'anchorElsewhere', 'The object of this group is outside the container: CN=x.'],
    ['name', 'nameTaken', 'CN=x has the name this group needs, and is not ours.'],
    ['sid', 'nameTaken', 'CN=x has the name this group needs, and is not ours.'],
    [
      'noContainer',
      'containerMissing',
      'The container of this group, CN=x, does not exist, or this account cannot see it.',
    ],
  ]
  for (const [match, code, message] of cases) {
    it(`is said: ${match}`, () => {
      const problem = collision({ groupId: 'a', guid: 'g', dn: 'CN=x', match })
      expect(problem).to.deep.include({ code, message })
      expect(problem.hint).to.match(/^[A-Z].+\.$/)
    })
  }
})
