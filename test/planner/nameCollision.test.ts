import { expect } from 'chai'
import type { AdoptionCandidate } from '../../src/model/directory.js'
import { creationConflictProblem } from '../../src/planner/nameCollision.js'

describe('the problem that prevents a creation', () => {
  const cases: Array<[AdoptionCandidate['match'], code: string, message: string]> = [
    ['anchor', 'anchorElsewhere', 'The object of this group is outside the container: CN=x.'],
    ['name', 'nameTaken', 'CN=x has the name of this group and is not managed by group-writeback.'],
    ['sid', 'nameTaken', 'CN=x has the SID of this group and is not managed by group-writeback.'],
    [
      'noContainer',
      'containerMissing',
      'The container of this group, CN=x, does not exist, or this account cannot see it.',
    ],
  ]
  for (const [match, code, message] of cases) {
    it(`is ${code} for a match by ${match}`, () => {
      const problem = creationConflictProblem({ groupId: 'a', guid: 'g', dn: 'CN=x', match })
      expect(problem).to.deep.include({ code, message })
      expect(problem.hint).to.match(/^[A-Z].+\.$/)
    })
  }
})
