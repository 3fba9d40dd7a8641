import { expect } from 'chai'
import type { CloudGroup } from '../../src/model/group.js'
import { digestOfRule, isRuleChanged } from '../../src/planner/dynamicRule.js'

const group = (membershipRule?: string): CloudGroup => ({
  id: 'a',
  displayName: 'A',
  kind: 'security',
  proxyAddresses: [],
  hiddenMembership: false,
  ...(membershipRule !== undefined && { membershipRule }),
})
const rule = 'user.department -eq "Sales"'
const digest = digestOfRule(group(rule))

describe('the rule of a dynamic group', () => {
  it('has a digest that is short and its own', () => {
    expect(digest).to.match(/^[\w-]{22}$/)
    expect(digestOfRule(group(rule))).to.equal(digest)
    expect(digestOfRule(group(`${rule} `))).to.not.equal(digest)
    expect(digestOfRule(group(''))).to.match(/^[\w-]{22}$/)
    expect(digestOfRule(group())).to.equal(undefined)
  })

  const other = digestOfRule(group('another'))
  const cases: Array<[what: string, now: string | undefined, known: string | undefined, changed: boolean]> = [
    ['is the same', rule, digest, false],
    ['is another one', rule, other, true],
    ['is seen for the first time', rule, undefined, true],
    ['is gone', undefined, digest, false],
    ['never was', undefined, undefined, false],
  ]
  for (const [what, now, ruleDigest, changed] of cases) {
    it(`${changed ? 'changed' : 'did not change'} where it ${what}`, () => {
      const known = { guid: 'g', ...(ruleDigest !== undefined && { ruleDigest }) }
      expect(isRuleChanged(group(now), known)).to.equal(changed)
    })
  }

  it('did not change for a group that is not known', () => {
    expect(isRuleChanged(group(rule), undefined)).to.equal(false)
  })
})
