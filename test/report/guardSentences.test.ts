import { expect } from 'chai'
import { guardRules, type GuardRule } from '../../src/model/plan.js'
import { guardText } from '../../src/report/guardSentences.js'
import { group, report } from './fixture.js'

/** Of one thing and of several, where at most 30 are allowed. */
const said: Record<GuardRule, [one: string, many: string]> = {
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

describe('what a guard says', () => {
  const run = report({ groups: [group({ id: 'a' }), group({ id: 'b', displayName: '' })] })
  const path = ['CN=Ops', 'CN=Admins']

  for (const rule of guardRules) {
    it(`is there for ${rule}, of a group and of the whole run`, () => {
      const [one, many] = said[rule]
      expect(guardText({ rule, actual: 1, limit: 30, group: 'a', path }, run)).to.equal(`Sales: ${one}.`)
      expect(guardText({ rule, actual: 33.4, limit: 30, path }, run)).to.equal(`The whole run: ${many}.`)
    })
  }

  it('names a group without a name, and one that is not listed, by its id', () => {
    const check = { rule: 'groupLossesCount', actual: 2, limit: 1 } as const
    expect(guardText({ ...check, group: 'b' }, run)).to.match(/^b: /)
    expect(guardText({ ...check, group: 'c' }, run)).to.match(/^c: /)
  })

  it('is a sentence also where the path of a privileged group is not known', () => {
    expect(guardText({ rule: 'privilegedAdditions', actual: 2, limit: 0, group: 'a' }, run)).to.equal(
      'Sales: 2 members would get access through a group that is nested in a protected group: .',
    )
  })
})
