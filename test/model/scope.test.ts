import { expect } from 'chai'
import type { CloudGroup, CloudGroupKind } from '../../src/model/group.js'
import { isWritebackEnabled } from '../../src/model/scope.js'

describe('writebackConfiguration', () => {
  const group = (kind: CloudGroupKind, writeback?: CloudGroup['writeback']): CloudGroup => ({
    id: 'a',
    displayName: 'A',
    kind,
    proxyAddresses: [],
    hiddenMembership: false,
    ...(writeback && { writeback }),
  })

  for (const kind of ['microsoft365', 'security', 'mailEnabledSecurity', 'distribution'] as const) {
    it(`of a ${kind} group has the value that is set, else Graph's default`, () => {
      expect(isWritebackEnabled(group(kind, { isEnabled: true }))).to.equal(true)
      expect(isWritebackEnabled(group(kind, { isEnabled: false }))).to.equal(false)
      for (const unset of [undefined, {}])
        expect(isWritebackEnabled(group(kind, unset))).to.equal(kind === 'microsoft365')
    })
  }
})
