import { expect } from 'chai'
import fc from 'fast-check'
import { formatGuid, ridOf, parseSid, formatSid } from '../../src/ad/identifiers.js'

describe('GUIDs and SIDs', () => {
  it('are formatted like Windows formats them', () => {
    const guid = Buffer.from('4d76db89cd52fd4cae36f3ef1c0e0a12', 'hex')
    expect(formatGuid(guid)).to.equal('89db764d-52cd-4cfd-ae36-f3ef1c0e0a12')
    expect(
      formatSid(Buffer.from('01050000000000051500000001000000020000000300000052040000', 'hex')),
    ).to.equal('S-1-5-21-1-2-3-1106')
    expect(ridOf('S-1-5-21-1-2-3-512')).to.equal(512)
  })

  it('are unchanged after conversion to bytes and back', () => {
    const sub = fc.integer({ min: 0, max: 2 ** 32 - 1 })
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 48 - 1 }),
        fc.array(sub, { minLength: 1, maxLength: 15 }),
        (authority, subs) => {
          const sid = ['S-1', authority, ...subs].join('-')
          expect(formatSid(parseSid(sid) ?? Buffer.alloc(0))).to.equal(sid)
        },
      ),
    )
  })

  it('are undefined for text that is not a valid SID', () => {
    for (const text of ['', 'S-1', 'S-1-5', 'S-2-5-21', 'x', 'S-1-5-4294967296', `S-1-${2 ** 48}-1`]) {
      expect(parseSid(text), text).to.equal(undefined)
    }
  })
})
