import { expect } from 'chai'
import { isExchangePresent, missingExchangeParts, type Exchange } from '../../src/model/exchange.js'

const schema = 'the Exchange schema (ms-Exch-Schema-Version-Pt)'
const organization = 'an Exchange organisation (under CN=Microsoft Exchange,CN=Services)'
const domain = 'the prepared domain (CN=Microsoft Exchange System Objects)'

const cases: Array<[what: string, exchange: Exchange, present: boolean, missing: string[]]> = [
  ['never prepared', {}, false, [schema, organization, domain]],
  ['prepared, but never installed', { schemaVersion: 17003 }, false, [organization, domain]],
  ['removed', { schemaVersion: 17003, domainVersion: 13243 }, false, [organization]],
  ['installed', { schemaVersion: 17003, organization: { name: 'Contoso' }, domainVersion: 13243 }, true, []],
  [
    'installed, but not prepared in this domain',
    { schemaVersion: 17003, organization: { name: 'Contoso', objectVersion: 16763 } },
    true,
    [domain],
  ],
  [
    'with an organisation but without its schema',
    { organization: { name: 'Contoso' } },
    false,
    [schema, domain],
  ],
  [
    'with a schema of version 0',
    { schemaVersion: 0, organization: { name: '' }, domainVersion: 0 },
    true,
    [],
  ],
]

describe('Exchange', () => {
  for (const [what, exchange, present, missing] of cases) {
    it(`${what}, is ${present ? 'present' : 'not present'} and lacks ${missing.length} parts`, () => {
      expect(isExchangePresent(exchange)).to.equal(present)
      expect(missingExchangeParts(exchange)).to.deep.equal(missing)
    })
  }
})
