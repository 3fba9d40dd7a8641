import { expect } from 'chai'
import { decodeText } from '../../src/util/decodeText.js'

const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16()

describe('decodeText', () => {
  const cases: Array<[encoding: string, bytes: Buffer]> = [
    ['UTF-8', Buffer.from('{ "ä": "😀" }')],
    ['UTF-8 with a byte order mark', Buffer.from('\uFEFF{ "ä": "😀" }')],
    ['UTF-16, little-endian', Buffer.from('\uFEFF{ "ä": "😀" }', 'utf16le')],
    ['UTF-16, big-endian', bigEndian('\uFEFF{ "ä": "😀" }')],
  ]
  for (const [encoding, bytes] of cases) {
    it(`decodes ${encoding}`, () => {
      expect(decodeText(bytes)).to.equal('{ "ä": "😀" }')
    })
  }

  it('returns an empty text for no bytes', () => {
    expect(decodeText(Buffer.alloc(0))).to.equal('')
  })
})
