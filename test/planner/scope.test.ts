import { expect } from 'chai'
import type { CloudGroup } from '../../src/model/group.js'
import { emptyIntent, type Intent } from '../../src/model/intent.js'
import type { ScopeSetting } from '../../src/model/scope.js'
import { scopeDecision } from '../../src/planner/scope.js'

const base: CloudGroup = {
  id: 'a',
  displayName: 'A',
  kind: 'security',
  proxyAddresses: [],
  hiddenMembership: false,
}
const office: CloudGroup = { ...base, kind: 'microsoft365' }
const selected: Intent = { selected: { a: {} }, disabled: [] }
const disabled: Intent = { selected: {}, disabled: ['a'] }

const cases: Array<[what: string, group: CloudGroup, scope: ScopeSetting, intent: Intent, result: string]> = [
  ['a security group, in scope "all"', base, 'all', emptyIntent, 'in'],
  ['a Microsoft 365 group, in scope "all"', office, 'all', emptyIntent, 'in'],
  ['a group that the filter matched', base, { filter: 'x' }, emptyIntent, 'in'],
  ['a selected group', base, 'selected', selected, 'in'],
  ['a group that is not selected', base, 'selected', emptyIntent, 'out'],
  ['a disabled group', base, 'all', disabled, 'disabled'],
  ['a disabled group in scope "selected"', base, 'selected', disabled, 'disabled'],
  ['a group synced from AD', { ...base, syncedFromAd: true }, 'all', emptyIntent, 'syncedFromAd'],
  ['a group that was synced from AD before', { ...base, syncedFromAd: false }, 'all', emptyIntent, 'in'],
  [
    'a mail-enabled security group',
    { ...base, kind: 'mailEnabledSecurity' },
    'all',
    emptyIntent,
    'mailEnabledSecurity',
  ],
  ['a distribution list', { ...base, kind: 'distribution' }, 'all', emptyIntent, 'distributionList'],
  [
    'a Microsoft 365 group without writebackConfiguration, in scope "entra"',
    office,
    'entra',
    emptyIntent,
    'in',
  ],
  ['a security group without writebackConfiguration, in scope "entra"', base, 'entra', emptyIntent, 'out'],
  [
    'a security group with isEnabled true, in scope "entra"',
    { ...base, writeback: { isEnabled: true } },
    'entra',
    emptyIntent,
    'in',
  ],
  [
    'a Microsoft 365 group with isEnabled false, in scope "entra"',
    { ...office, writeback: { isEnabled: false } },
    'entra',
    emptyIntent,
    'out',
  ],
]

describe('the scope', () => {
  for (const [what, group, scope, intent, result] of cases) {
    it(`decision is ${result} for ${what}`, () => {
      expect(scopeDecision(group, scope, intent)).to.equal(result)
    })
  }
})
