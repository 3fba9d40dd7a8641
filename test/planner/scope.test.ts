import { expect } from 'chai'
import type { CloudGroup } from '../../src/model/group.js'
import { noIntent, type Intent } from '../../src/model/intent.js'
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

const cases: Array<[what: string, group: CloudGroup, scope: ScopeSetting, intent: Intent, answer: string]> = [
  ['a security group, in scope "all"', base, 'all', noIntent, 'in'],
  ['a Microsoft 365 group, in scope "all"', office, 'all', noIntent, 'in'],
  ['what the filter matched', base, { filter: 'x' }, noIntent, 'in'],
  ['a selected group', base, 'selected', selected, 'in'],
  ['a group nobody selected', base, 'selected', noIntent, 'out'],
  ['a group disabled by name', base, 'all', disabled, 'disabled'],
  ['a group disabled by name that was selected', base, 'selected', disabled, 'disabled'],
  ['a group from AD', { ...base, syncedFromAd: true }, 'all', noIntent, 'syncedFromAd'],
  ['a group that was from AD once', { ...base, syncedFromAd: false }, 'all', noIntent, 'in'],
  [
    'a mail-enabled security group',
    { ...base, kind: 'mailEnabledSecurity' },
    'all',
    noIntent,
    'mailEnabledSecurity',
  ],
  ['a distribution list', { ...base, kind: 'distribution' }, 'all', noIntent, 'distributionList'],
  ['entra: a Microsoft 365 group with nothing set', office, 'entra', noIntent, 'in'],
  ['entra: a security group with nothing set', base, 'entra', noIntent, 'out'],
  [
    'entra: a security group that is enabled',
    { ...base, writeback: { isEnabled: true } },
    'entra',
    noIntent,
    'in',
  ],
  [
    'entra: a Microsoft 365 group that is not',
    { ...office, writeback: { isEnabled: false } },
    'entra',
    noIntent,
    'out',
  ],
]

describe('scope', () => {
  for (const [what, group, scope, intent, answer] of cases) {
    it(`answers ${answer} for ${what}`, () => {
      expect(scopeDecision(group, scope, intent)).to.equal(answer)
    })
  }
})
