import { expect } from 'chai'
import type { CloudGroup } from '../../src/model/group.js'
import { place, type PlaceContext } from '../../src/planner/place.js'

const group = (id: string, changes: Partial<CloudGroup> = {}): CloudGroup => ({
  id,
  displayName: id.toUpperCase(),
  kind: 'microsoft365',
  proxyAddresses: [],
  hiddenMembership: false,
  ...changes,
})

const context: PlaceContext = {
  scope: 'selected',
  intent: {
    selected: { a: {}, b: { as: 'universalSecurityGroup' }, c: { as: 'universalMailEnabledSecurityGroup' } },
    disabled: ['d'],
  },
  mapping: { name: 'objectId', microsoft365Groups: 'universalDistributionGroup' },
  facts: { externalObjectId: true, exchange: {}, container: 'writable' },
  container: 'OU=x',
}

describe('placing a listing', () => {
  it('tells what is written, what is not and why, and forgets the rest', () => {
    const { desired, skipped } = place(
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

  it('writes what a scope names without anybody having selected it', () => {
    expect([...place([group('z')], { ...context, scope: 'all' }).desired.keys()]).to.deep.equal(['z'])
  })
})
