import { expect } from 'chai'
import { guardRules, type GuardRule } from '../../src/model/plan.js'
import { guardText } from '../../src/report/guardSentences.js'
import { group, report } from './fixture.js'

/** The sentences for a number of 1 and of 33.4, with a limit of 30. */
const expected: Record<GuardRule, [one: string, many: string]> = {
  groupLossesPercent: [
    '1 % of its members would lose access within 24 hours, at most 30 % are allowed',
    '33.4 % of its members would lose access within 24 hours, at most 30 % are allowed',
  ],
  groupLossesCount: [
    '1 member would lose access within 24 hours, at most 30 are allowed',
    '33.4 members would lose access within 24 hours, at most 30 are allowed',
  ],
  groupEmptied: [
    '1 member would lose access, and no member would remain',
    '33.4 members would lose access, and no member would remain',
  ],
  groupAdditionsCount: [
    '1 member would be added, at most 30 are allowed',
    '33.4 members would be added, at most 30 are allowed',
  ],
  privilegedAdditions: [
    '1 member would get access through a group that is nested in a protected group: CN=Ops → CN=Admins',
    '33.4 members would get access through a group that is nested in a protected group: CN=Ops → CN=Admins',
  ],
  protectedRemovals: [
    '1 member would be removed from a protected object',
    '33.4 members would be removed from a protected object',
  ],
  typeChanges: [
    'it would become a distribution group, and 1 member would lose access',
    'it would become a distribution group, and 33.4 members would lose access',
  ],
  lossesPercent: [
    '1 % of all memberships would end within 24 hours, at most 30 % are allowed',
    '33.4 % of all memberships would end within 24 hours, at most 30 % are allowed',
  ],
  lossesCount: [
    '1 membership would end within 24 hours, at most 30 are allowed',
    '33.4 memberships would end within 24 hours, at most 30 are allowed',
  ],
  creations: [
    '1 group would be created within 24 hours, at most 30 are allowed',
    '33.4 groups would be created within 24 hours, at most 30 are allowed',
  ],
  recreations: [
    'its object is missing; a new object has another SID, which no access list contains',
    'its object is missing; a new object has another SID, which no access list contains',
  ],
  deletions: [
    '1 group would be deleted within 24 hours, at most 30 are allowed',
    '33.4 groups would be deleted within 24 hours, at most 30 are allowed',
  ],
  renames: [
    '1 group would be renamed within 24 hours, at most 30 are allowed',
    '33.4 groups would be renamed within 24 hours, at most 30 are allowed',
  ],
  moves: [
    '1 group would be moved within 24 hours, at most 30 are allowed',
    '33.4 groups would be moved within 24 hours, at most 30 are allowed',
  ],
  adoptions: [
    '1 existing object would be adopted, at most 30 are allowed',
    '33.4 existing objects would be adopted, at most 30 are allowed',
  ],
  emptySource: [
    'Entra ID returned no groups, and 1 removal would follow',
    'Entra ID returned no groups, and 33.4 removals would follow',
  ],
  identifiersVanished: [
    '1 member would be removed while as many users lack a SID for the first time, at most 30 are allowed',
    '33.4 members would be removed while as many users lack a SID for the first time, at most 30 are allowed',
  ],
}

describe('guardText', () => {
  const run = report({ groups: [group({ id: 'a' }), group({ id: 'b', displayName: '' })] })
  const path = ['CN=Ops', 'CN=Admins']

  for (const rule of guardRules) {
    it(`describes ${rule} for a group and for the whole run`, () => {
      const [one, many] = expected[rule]
      expect(guardText({ rule, actual: 1, limit: 30, group: 'a', path }, run)).to.equal(`Sales: ${one}.`)
      expect(guardText({ rule, actual: 33.4, limit: 30, path }, run)).to.equal(`The whole run: ${many}.`)
    })
  }

  it('uses the id of a group that has no display name or is not in the report', () => {
    const check = { rule: 'groupLossesCount', actual: 2, limit: 1 } as const
    expect(guardText({ ...check, group: 'b' }, run)).to.match(/^b: /)
    expect(guardText({ ...check, group: 'c' }, run)).to.match(/^c: /)
  })

  it('describes privilegedAdditions without a path', () => {
    expect(guardText({ rule: 'privilegedAdditions', actual: 2, limit: 0, group: 'a' }, run)).to.equal(
      'Sales: 2 members would get access through a group that is nested in a protected group: .',
    )
  })
})
