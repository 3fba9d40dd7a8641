import { expect } from 'chai'
import type { CloudGroup } from '../../src/model/group.js'
import { selectAndTransform, type SelectionContext } from '../../src/planner/selectAndTransform.js'

const group = (id: string, changes: Partial<CloudGroup> = {}): CloudGroup => ({
  id,
  displayName: id.toUpperCase(),
  kind: 'microsoft365',
  proxyAddresses: [],
  hiddenMembership: false,
  ...changes,
})

const context: SelectionContext = {
  scope: 'selected',
  intent: {
    selected: { a: {}, b: { as: 'universalSecurityGroup' }, c: { as: 'universalMailEnabledSecurityGroup' } },
    disabled: ['d'],
  },
  mapping: { name: 'objectId', microsoft365Groups: 'universalDistributionGroup' },
  facts: { externalObjectId: true, exchange: {}, container: 'writable', maxLengths: {} },
  container: 'OU=x',
}

describe('the selection from a listing', () => {
  it('has desired and skipped groups, and omits groups out of scope', () => {
    const { desired, skipped } = selectAndTransform(
      ['a', 'b', 'c', 'd', 'e'].map((id) => group(id)),
      context,
    )
    expect([...desired].map(([id, entry]) => [id, entry.desired.type])).to.deep.equal([
      ['a', 'universalDistributionGroup'],
      ['b', 'universalSecurityGroup'],
    ])
    expect([...skipped.values()]).to.deep.equal([
      { id: 'c', displayName: 'C', reason: 'exchangeMissing' },
      { id: 'd', displayName: 'D', reason: 'disabled' },
    ])
  })

  it('has groups of the scope "all" that no person selected', () => {
    expect([...selectAndTransform([group('z')], { ...context, scope: 'all' }).desired.keys()]).to.deep.equal([
      'z',
    ])
  })

  it('refuses a group of which Graph returns the id only, in every scope', () => {
    const unreadable = { code: 'graphDenied', message: 'x' } as const
    for (const scope of ['selected', 'all', 'entra'] as const) {
      const { desired, refused, skipped } = selectAndTransform(
        [group('d', { unreadable }), group('z', { unreadable })],
        {
          ...context,
          scope,
        },
      )
      expect([...desired, ...skipped]).to.deep.equal([])
      expect([...refused].map(([id, { problem }]) => [id, problem])).to.deep.equal([
        ['d', unreadable],
        ['z', unreadable],
      ])
    }
  })

  const containers: Array<[container: string, isInside: boolean]> = [
    ['OU=x', true],
    ['ou=X', true],
    ['OU=Sub,OU=x', true],
    ['OU=y', false],
    ['OU=Sub,OU=y', false],
    ['OU=x\\,OU=x', false],
    ['no name', false],
  ]
  for (const [container, isInside] of containers) {
    it(`${isInside ? 'accepts' : 'refuses'} a group that is enabled for the container ${container}`, () => {
      const intent = { selected: { a: { container }, b: {} }, disabled: [] }
      const { desired, refused, skipped } = selectAndTransform([group('a'), group('b')], {
        ...context,
        intent,
      })
      expect([...desired.keys()]).to.deep.equal(isInside ? ['a', 'b'] : ['b'])
      expect([...skipped]).to.deep.equal([])
      const problems = [...refused.values()].map(({ cloud, problem }) => [cloud.id, problem])
      const message = `The group is enabled for ${container}, which is outside the configured container OU=x.`
      const hint = 'Enable it again with a container at or below directory.container.'
      expect(problems).to.deep.equal(isInside ? [] : [['a', { code: 'containerOutside', message, hint }]])
    })
  }
})
