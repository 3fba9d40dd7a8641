import { expect } from 'chai'
import fc from 'fast-check'
import {
  childDn,
  dnKey,
  equalDn,
  escapeRdnValue,
  formatDn,
  isInContainer,
  rdnValue,
  parentDn,
  parseDn,
  ownRdn,
  type Rdn,
} from '../../src/model/dn.js'

const awkward = fc.string({ unit: fc.constantFrom(...',+"\\<>;=# aZ\t\n\0é٣👍', 'ab') })
const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), awkward)
const type = fc.constantFrom('CN', 'OU', 'DC', 'msDS-x', '2.5.4.3')
const pair = fc.oneof(
  { weight: 9, arbitrary: fc.record({ type, value: text }) },
  fc.record({
    type,
    value: fc.uint8Array({ minLength: 1 }).map((bytes) => `#${Buffer.from(bytes).toString('hex')}`),
    raw: fc.constant(true as const),
  }),
)
const rdn = fc.array(pair, { minLength: 1, maxLength: 3 })
const rdns = fc.array(rdn, { maxLength: 5 })

/** Another spelling of the same DN: other case of the types, blanks, every special character in hex. */
const respelt = (dn: readonly Rdn[]) =>
  dn
    .map((parts) =>
      [...parts]
        .reverse()
        .map(({ type, value, raw }) => {
          const hex = value.replace(/[^a-z\d]/giu, (char) =>
            Buffer.from(char).toString('hex').replace(/../g, '\\$&'),
          )
          return ` ${type.toLowerCase()} = ${raw ? value.toUpperCase() : hex} `
        })
        .join('+'),
    )
    .join(' , ')

describe('distinguished names', () => {
  it('are parsed to the RDNs that were formatted (property)', () => {
    fc.assert(fc.property(rdns, (dn) => void expect(parseDn(formatDn(dn))).to.deep.equal(dn)))
  })

  it('of a child have its name and container (property)', () => {
    fc.assert(
      fc.property(text, rdns, (name, container) => {
        const written = formatDn(container)
        const dn = childDn(name, written)
        expect(rdnValue(dn)).to.equal(name)
        expect(parentDn(dn)).to.equal(written)
        expect(ownRdn(dn)).to.equal(`CN=${escapeRdnValue(name)}`)
        expect(isInContainer(dn, written)).to.equal(container.length > 0)
      }),
    )
  })

  it('are equal in all spellings (property)', () => {
    fc.assert(fc.property(rdns, (dn) => void expect(equalDn(formatDn(dn), respelt(dn))).to.be.true))
  })

  it('are not equal if they differ', () => {
    fc.assert(
      fc.property(rdns, rdns, (a, b) => {
        const same = JSON.stringify(a).toLowerCase() === JSON.stringify(b).toLowerCase()
        if (!same && a.flat().length !== b.flat().length) {
          expect(equalDn(formatDn(a), formatDn(b))).to.be.false
        }
      }),
    )
    expect(equalDn('CN=a,DC=x', 'CN=a ,DC=y')).to.be.false
    expect(equalDn('CN=a\\ ,DC=x', 'CN=a ,DC=x')).to.be.false
    expect(equalDn('CN=a\\,OU=b,DC=x', 'CN=a,OU=b,DC=x')).to.be.false
    expect(equalDn('CN=a+OU=b,DC=x', 'CN=a\\+OU\\=b,DC=x')).to.be.false
  })

  const spellings: Array<[string, string]> = [
    ['Sales, EMEA', 'Sales\\, EMEA'],
    ['#1', '\\#1'],
    ['a#1', 'a#1'],
    [' lead and trail ', '\\ lead and trail\\ '],
    [' ', '\\ '],
    ['a\\5cb', 'a\\\\5cb'],
    ['R&D <b>"x"</b>; a=b+c', 'R&D \\<b\\>\\"x\\"\\</b\\>\\; a\\=b\\+c'],
    ['two\nlines\0', 'two\\0alines\\00'],
    ['José 👍 مجموعة', 'José 👍 مجموعة'],
  ]
  for (const [plain, escaped] of spellings) {
    it(`have ${JSON.stringify(plain)} escaped as ${JSON.stringify(escaped)}`, () => {
      expect(escapeRdnValue(plain)).to.equal(escaped)
      expect(rdnValue(`CN=${escaped},DC=x`)).to.equal(plain)
    })
  }

  it('are parsed in the spellings of AD and Samba', () => {
    expect(rdnValue('CN=a\\3Bb\\3Dc,DC=x')).to.equal('a;b=c')
    expect(rdnValue('CN=caf\\c3\\a9,DC=x')).to.equal('café')
    expect(rdnValue('CN=tab\there,DC=x')).to.equal('tab\there')
    expect(rdnValue('CN=gone\\0ADEL:6f0d,CN=Deleted Objects,DC=x')).to.equal('gone\nDEL:6f0d')
    expect(parseDn('CN=a+OU=b,DC=x')?.[0]).to.deep.equal([
      { type: 'CN', value: 'a' },
      { type: 'OU', value: 'b' },
    ])
  })

  const notNames = [
    'a',
    'CN',
    'CN=a,',
    ',CN=a',
    'CN=a,,DC=x',
    'CN=a+',
    'CN="a"',
    'CN=a<b',
    'CN=\\',
    'CN=\\zz',
  ]
  for (const wrong of [...notNames, 'CN=#12x', 'CN=\\ff,DC=x', '<GUID=00>', ' ']) {
    it(`do not include ${JSON.stringify(wrong)}, which is invalid`, () => {
      expect(parseDn(wrong)).to.equal(undefined)
      expect(parentDn(wrong)).to.equal(undefined)
      expect(dnKey(wrong)).to.equal(undefined)
      expect(isInContainer(wrong, 'DC=x')).to.be.false
      expect(isInContainer('CN=a,DC=x', wrong)).to.be.false
      expect(equalDn(wrong, wrong)).to.be.true
      expect(equalDn(wrong, 'DC=x')).to.be.false
    })
  }

  it('are compared with a container', () => {
    const ou = 'OU=Cloud Groups,DC=corp,DC=contoso,DC=com'
    expect(isInContainer(`CN=a,${ou}`, ou.toUpperCase())).to.be.true
    expect(isInContainer(`CN=a,OU=b, ${ou}`, ou)).to.be.true
    expect(isInContainer(ou, ou)).to.be.true
    expect(isInContainer('DC=corp,DC=contoso,DC=com', ou)).to.be.false
    expect(isInContainer('CN=a,OU=Not Cloud Groups,DC=corp,DC=contoso,DC=com', ou)).to.be.false
    expect(isInContainer('CN=a\\,OU=Cloud Groups,DC=corp,DC=contoso,DC=com', ou)).to.be.false
    expect(isInContainer(ou, '')).to.be.false
  })

  it('have no container above the root', () => {
    expect(parseDn('')).to.deep.equal([])
    expect(parentDn('DC=com')).to.equal('')
    expect(parentDn('')).to.equal(undefined)
  })
})
