import { expect } from 'chai'
import type { Protection } from '../../src/model/group.js'
import { emptyMemory, type Memory } from '../../src/model/memory.js'
import { anchorRelation, joinProblem } from '../../src/planner/join.js'
import { groupInAd } from './fixture.js'

describe('the relation of an object to the group of its anchor', () => {
  const known = (guid: string): Memory => ({ ...emptyMemory, groups: { a: { guid } } })
  const tried = (dn: string, guid?: string): Memory => ({
    ...emptyMemory,
    ...(guid !== undefined && { groups: { a: { guid } } }),
    uncertain: { a: dn },
  })
  const cases: Array<[what: string, memory: Memory, tie: string]> = [
    ['the object of the group', known('g'), 'known'],
    ['another object of the group', known('h'), 'copy'],
    ['no object', emptyMemory, 'unknown'],
    ['the object of another group', { ...emptyMemory, groups: { b: { guid: 'g' } } }, 'unknown'],
    ['its creation without a response', tried('cn=sales, ou=X'), 'known'],
    ['its creation without a response, in place of another object', tried('CN=Sales,OU=x', 'h'), 'known'],
    ['a creation without a response elsewhere', tried('CN=Sales,OU=y'), 'unknown'],
    ['a creation without a response elsewhere, and another object', tried('CN=Sales,OU=y', 'h'), 'copy'],
    [
      'a creation without a response for another group',
      { ...emptyMemory, uncertain: { b: 'CN=Sales,OU=x' } },
      'unknown',
    ],
  ]
  for (const [what, memory, tie] of cases) {
    it(`is ${tie} if the memory has ${what}`, () => {
      expect(anchorRelation({ guid: 'g', dn: 'CN=Sales,OU=x' }, memory, 'a')).to.equal(tie)
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
      const problem = joinProblem(await groupInAd(protection ? { protection } : {}), new Map())
      expect(problem && problem.code).to.equal(expected)
    })
  }

  it('of two groups is an anchorConflict, which takes precedence over protectedObject', async () => {
    const group = await groupInAd({ groupIds: ['a', 'b'], protection: 'wellKnownRid' })
    expect(joinProblem(group, new Map())).to.deep.equal({
      code: 'anchorConflict',
      message: `${group.dn} carries the anchors of 2 groups: a, b.`,
      hint: 'Set adminDescription and msDS-ExternalDirectoryObjectId to the anchor of the same group.',
    })
  })

  it('of another group than in the memory is an anchorConflict', async () => {
    const group = await groupInAd({ groupIds: ['b'], guid: 'g' })
    expect(joinProblem(group, new Map([['g', 'b']]))).to.equal(undefined)
    expect(joinProblem(group, new Map([['g', 'a']]))).to.deep.include({
      code: 'anchorConflict',
      message: `${group.dn} was written as the group a, but carries the anchor of b.`,
    })
  })
})
