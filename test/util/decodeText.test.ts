import { expect } from 'chai'
import { decodeText } from '../../src/util/decodeText.js'

const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16()

describe('decoding text', () => {
  const cases: Array<[what: string, bytes: Buffer]> = [
    ['UTF-8', Buffer.from('{ "ä": "😀" }')],
    ['UTF-8 with a byte order mark', Buffer.from('\uFEFF{ "ä": "😀" }')],
    ['UTF-16, little-endian', Buffer.from('\uFEFF{ "ä": "😀" }', 'utf16le')],
    ['UTF-16, big-endian', bigEndian('\uFEFF{ "ä": "😀" }')],
  ]
  for (const [what, bytes] of cases) {
    it(`reads ${what}`, () => {
      expect(decodeText(bytes)).to.equal('{ "ä": "😀" }')
    })
  }

  it('gives nothing for nothing', () => {
    expect(decodeText(Buffer.alloc(0))).to.equal('')
  })
})
