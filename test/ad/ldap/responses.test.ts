import { expect } from 'chai'
import fc from 'fast-check'
import { createMessageSplitter, readEntry } from '../../../src/ad/ldap/responses.js'
import { encodeInteger, encodeOctets, readTlv, encodeSequence, encodeTlv } from '../../../src/ad/ldap/ber.js'
import { entryMessage } from '../../support/ldapServer.js'

const anyMessage = fc
  .tuple(fc.nat(), fc.oneof(fc.nat(300), fc.constantFrom(0x7f, 0x80, 0xff, 0x100, 0xffff, 0x10000)))
  .map(([id, length]) => encodeSequence(encodeInteger(id), encodeOctets('x'.repeat(length))))

describe('BER', () => {
  it('decodes every number and every length that it encodes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(0xff), fc.nat(0xffff), fc.nat(0xffffff), fc.nat()), (number) => {
        const read = readTlv(encodeInteger(number))?.content
        expect(read?.readIntBE(0, read.length)).to.equal(number)
      }),
    )
    fc.assert(
      fc.property(anyMessage, (message) => void expect(readTlv(message)?.end).to.equal(message.length)),
    )
  })
})

describe('messageCutter', () => {
  it('returns the same messages for every division of the stream', () => {
    fc.assert(
      fc.property(fc.array(anyMessage), fc.array(fc.nat()), (messages, places) => {
        const stream = Buffer.concat(messages)
        const cuts = [0, ...places.map((place) => place % (stream.length + 1)), stream.length].sort(
          (a, b) => a - b,
        )
        const cut = createMessageSplitter()
        const found = cuts.flatMap((end, index) =>
          index === 0 ? [] : cut(stream.subarray(cuts[index - 1], end)),
        )
        expect(found).to.deep.equal(messages)
      }),
    )
  })

  it('returns a message that arrives byte by byte', () => {
    const cut = createMessageSplitter()
    const message = encodeSequence(encodeInteger(1), encodeOctets('x'.repeat(300)))
    const found = [...message].flatMap((byte) => cut(Buffer.from([byte])))
    expect(found).to.deep.equal([message])
  })

  it('copies a large message at most three times, not once per piece', () => {
    const cut = createMessageSplitter()
    const message = encodeSequence(encodeInteger(1), encodeOctets(Buffer.alloc(32 * 1024 * 1024)))
    const { concat } = Buffer
    let copied = 0
    Buffer.concat = (pieces, length) => {
      const bytes = concat(pieces, length)
      copied += bytes.length
      return bytes
    }
    let found: Buffer[] = []
    try {
      for (let at = 0; at < message.length; at += 16_384) found = cut(message.subarray(at, at + 16_384))
    } finally {
      Buffer.concat = concat
    }
    expect(found[0]?.length).to.equal(message.length)
    expect(copied).to.be.within(message.length, 3 * message.length)
  })

  const wrong = [
    '485454502f',
    '308002',
    '3085000000',
    '300502010164ff',
    '3009020101640404ff3000',
    '310402010100',
  ]
  for (const bytes of wrong) {
    it(`throws a RangeError for the invalid bytes ${bytes}`, () => {
      expect(() => createMessageSplitter()(Buffer.from(bytes, 'hex'))).to.throw(RangeError)
    })
  }
})

describe('readEntry', () => {
  it('decodes message id, DN and attributes', () => {
    const message = entryMessage(70_000, 'CN=ä', {
      objectGUID: [Buffer.from([0xff])],
      Member: ['a', 'b'],
      empty: [],
    })
    expect(readEntry(message)).to.deep.equal({
      messageId: 70_000,
      entry: {
        dn: 'CN=ä',
        attributes: new Map([
          ['objectguid', [Buffer.from([0xff])]],
          ['member', [Buffer.from('a'), Buffer.from('b')]],
          ['empty', []],
        ]),
      },
    })
  })

  it('returns undefined for other messages', () => {
    expect(readEntry(encodeSequence(encodeInteger(1), encodeTlv(0x65, [])))).to.equal(undefined)
    expect(readEntry(encodeSequence())).to.equal(undefined)
  })
})
