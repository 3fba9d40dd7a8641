import { expect } from 'chai'
import { isLoopback, parseLdapUrl } from '../../src/util/serverUrls.js'

describe('parseLdapUrl', () => {
  for (const text of [
    'ldap://dc1',
    'ldaps://dc1.corp.example:1636',
    'LDAPS://[2001:db8::1]',
    'ldap://dc1/',
  ]) {
    it(`accepts ${text}`, () => expect(parseLdapUrl(text)).to.be.instanceOf(URL))
  }

  for (const text of [
    '',
    'dc1',
    'http://dc1',
    'ldaps://',
    'ldaps:///',
    'ldaps://dc1/DC=corp',
    'ldaps://dc1?x',
    'ldaps://dc1#x',
    'ldaps://u@dc1',
    'ldaps://:p@dc1',
    'ldaps://dc1:x',
  ]) {
    it(`rejects ${JSON.stringify(text)}`, () => expect(parseLdapUrl(text)).to.equal(undefined))
  }
})

describe('isLoopback', () => {
  const isLoopbackHost = (host: string) => isLoopback(new URL(`ldap://${host}`))

  it('is true for localhost, 127.0.0.0/8 and ::1', () => {
    for (const host of ['localhost', 'LOCALHOST', '127.0.0.1', '127.3.2.1', '[::1]', '[0:0:0:0:0:0:0:1]']) {
      expect(isLoopbackHost(host), host).to.equal(true)
    }
  })

  it('is false for other hosts, also for names that begin like a loopback address', () => {
    for (const host of [
      'dc1',
      '10.0.0.1',
      '128.0.0.1',
      '127.0.0.1.example.com',
      'localhost.example',
      '[::2]',
    ]) {
      expect(isLoopbackHost(host), host).to.equal(false)
    }
  })
})
