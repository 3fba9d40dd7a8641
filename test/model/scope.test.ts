import { expect } from 'chai'
import type { CloudGroup, CloudKind } from '../../src/model/group.js'
import { isWritebackEnabled } from '../../src/model/scope.js'

describe('writebackConfiguration', () => {
  const group = (kind: CloudKind, writeback?: CloudGroup['writeback']): CloudGroup => ({
    id: 'a',
    displayName: 'A',
    kind,
    proxyAddresses: [],
    hiddenMembership: false,
    ...(writeback && { writeback }),
  })

  for (const kind of ['microsoft365', 'security', 'mailEnabledSecurity', 'distribution'] as const) {
    it(`of a group of kind ${kind} says what is set, and has Graph's default where nothing is`, () => {
      expect(isWritebackEnabled(group(kind, { isEnabled: true }))).to.equal(true)
      expect(isWritebackEnabled(group(kind, { isEnabled: false }))).to.equal(false)
      for (const unset of [undefined, {}])
        expect(isWritebackEnabled(group(kind, unset))).to.equal(kind === 'microsoft365')
    })
  }
})
