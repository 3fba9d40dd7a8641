import type { SrvRecord } from 'node:dns'
import { expect } from 'chai'
import { discoverControllers, isDnsUrl } from '../../src/ad/discovery.js'
import { WritebackError } from '../../src/errors.js'
import { rejectionOf } from './ldap/ldap.helpers.js'

const record = (name: string, priority = 0, weight = 100, port = 389): SrvRecord => ({
  name,
  priority,
  weight,
  port,
})
const controllers = '_ldap._tcp.dc._msdcs.corp.contoso.com'
const servers = '_ldap._tcp.corp.contoso.com'

/** A DNS server with these records, and the names that were queried. */
function dns(known: Record<string, SrvRecord[]>) {
  const asked: string[] = []
  const resolveSrv = async (name: string) => {
    asked.push(name)
    const records = known[name]
    if (!records) throw new Error(`querySrv ENOTFOUND ${name}`)
    return records
  }
  return { asked, resolveSrv }
}

describe('isDiscovered', () => {
  it('is true for URLs that start with dns:', () => {
    expect(isDnsUrl('dns:corp.contoso.com')).to.be.true
    expect(isDnsUrl('DNS:corp.contoso.com')).to.be.true
    expect(isDnsUrl('ldaps://dc1')).to.be.false
  })
})

describe('discover', () => {
  it('queries the domain controllers, and without records for those all LDAP servers of the domain', async () => {
    const both = dns({ [controllers]: [record('dc1.corp.contoso.com')], [servers]: [record('other')] })
    const options = { startTls: false, resolveSrv: both.resolveSrv }
    expect(await discoverControllers('dns:corp.contoso.com', options)).to.deep.equal([
      'ldaps://dc1.corp.contoso.com:636',
    ])
    expect(both.asked).to.deep.equal([controllers])
    for (const records of [undefined, [], [record('.')]]) {
      const one = dns({ ...(records && { [controllers]: records }), [servers]: [record('dc2.')] })
      const urls = await discoverControllers('dns:corp.contoso.com.', {
        startTls: false,
        resolveSrv: one.resolveSrv,
      })
      expect(urls).to.deep.equal(['ldaps://dc2:636'])
      expect(one.asked).to.deep.equal([controllers, servers])
    }
  })

  it('uses the port of the record for StartTLS', async () => {
    const { resolveSrv } = dns({ [controllers]: [record('dc1', 0, 0, 1389)] })
    expect(await discoverControllers('dns:corp.contoso.com', { startTls: true, resolveSrv })).to.deep.equal([
      'ldap://dc1:1389',
    ])
  })

  it('sorts by priority, lowest first', async () => {
    const { resolveSrv } = dns({
      [controllers]: [record('last', 20), record('first', 0), record('second', 10)],
    })
    const urls = await discoverControllers('dns:corp.contoso.com', { startTls: false, resolveSrv })
    expect(urls.map((url) => new URL(url).hostname)).to.deep.equal(['first', 'second', 'last'])
  })

  it('chooses among equal priorities by weight', async () => {
    const { resolveSrv } = dns({ [controllers]: [record('a', 0, 10), record('b', 0, 30), record('c', 0, 0)] })
    const firsts: Record<string, number> = {}
    for (let n = 0; n <= 40; n++) {
      const urls = await discoverControllers('dns:corp.contoso.com', {
        startTls: false,
        resolveSrv,
        random: () => n / 41,
      })
      expect(urls).to.have.length(3)
      const name = new URL(urls[0] ?? '').hostname
      firsts[name] = (firsts[name] ?? 0) + 1
    }
    // RFC 2782: a random number from 0 to the sum of the weights; a record of weight 0 has a small chance.
    expect(firsts).to.deep.equal({ c: 1, a: 10, b: 30 })
  })

  it('rejects with directoryUnreachable and the DNS responses if there is no record', async () => {
    const error = await rejectionOf(
      discoverControllers('dns:corp.contoso.com', {
        startTls: false,
        resolveSrv: dns({ [servers]: [] }).resolveSrv,
      }),
    )
    expect(error).to.be.instanceOf(WritebackError).with.property('code', 'directoryUnreachable')
    expect(error.message).to.include(`ENOTFOUND ${controllers}`).and.include(`${servers}: no record`)
  })
})
