import { expect } from 'chai'
import type { CloudGroup } from '../../src/model/group.js'
import { membershipRuleDigest, hasRuleChanged } from '../../src/planner/dynamicRule.js'

const group = (membershipRule?: string): CloudGroup => ({
  id: 'a',
  displayName: 'A',
  kind: 'security',
  proxyAddresses: [],
  hiddenMembership: false,
  ...(membershipRule !== undefined && { membershipRule }),
})
const rule = 'user.department -eq "Sales"'
const digest = membershipRuleDigest(group(rule))

describe('the rule of a dynamic group', () => {
  it('has a short digest that differs for each rule', () => {
    expect(digest).to.match(/^[\w-]{22}$/)
    expect(membershipRuleDigest(group(rule))).to.equal(digest)
    expect(membershipRuleDigest(group(`${rule} `))).to.not.equal(digest)
    expect(membershipRuleDigest(group(''))).to.match(/^[\w-]{22}$/)
    expect(membershipRuleDigest(group())).to.equal(undefined)
  })

  const other = membershipRuleDigest(group('another'))
  const cases: Array<[what: string, now: string | undefined, known: string | undefined, changed: boolean]> = [
    ['is the same', rule, digest, false],
    ['is different', rule, other, true],
    ['is seen for the first time', rule, undefined, true],
    ['was removed', undefined, digest, false],
    ['does not exist', undefined, undefined, false],
  ]
  for (const [what, now, ruleDigest, changed] of cases) {
    it(`counts as ${changed ? 'changed' : 'unchanged'} if it ${what}`, () => {
      const known = { guid: 'g', ...(ruleDigest !== undefined && { ruleDigest }) }
      expect(hasRuleChanged(group(now), known)).to.equal(changed)
    })
  }

  it('counts as unchanged for a group that is not in the memory', () => {
    expect(hasRuleChanged(group(rule), undefined)).to.equal(false)
  })
})
