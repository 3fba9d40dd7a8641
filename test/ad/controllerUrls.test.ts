import { expect } from 'chai'
import { controllerUrls } from '../../src/ad/controllerUrls.js'
import { configFor } from './ldap/ldap.helpers.js'

const lists: Record<string, string[]> = {
  'dns:corp.test': ['ldaps://dc1.corp.test:636', 'ldaps://dc2.corp.test:636'],
}
const discover = async (url: string) => {
  const found = lists[url]
  if (!found) throw new Error('no such domain')
  return found
}

async function inOrder(urls: string[], preferredUrl?: string) {
  const failures: unknown[] = []
  const found: string[] = []
  const addresses = controllerUrls(configFor(urls), preferredUrl, discover)
  for await (const url of addresses.listInOrder((failure) => failures.push(failure))) found.push(url)
  return { found, failures }
}

describe('the URLs of the configured domain controllers', () => {
  it('lists URLs in the order of the configuration, and those of a domain in the order of DNS, each once', async () => {
    const { found } = await inOrder(['ldaps://dc9.corp.test', 'dns:corp.test', 'ldaps://DC1.corp.test'])
    expect(found).to.deep.equal([
      'ldaps://dc9.corp.test',
      'ldaps://dc1.corp.test:636',
      'ldaps://dc2.corp.test:636',
    ])
  })

  it('lists the preferred controller first, in its current spelling', async () => {
    const urls = ['ldaps://dc1.corp.test', 'ldaps://dc2.corp.test:636']
    expect((await inOrder(urls, 'ldaps://DC2.corp.test')).found).to.deep.equal([urls[1], urls[0]])
    expect((await inOrder(['dns:corp.test'], 'ldaps://dc2.corp.test')).found[0]).to.equal(
      'ldaps://dc2.corp.test:636',
    )
  })

  it('ignores a preferred controller that is not listed any more', async () => {
    for (const urls of [['ldaps://dc1.corp.test'], ['dns:corp.test']]) {
      const { found } = await inOrder(urls, 'ldaps://dc7.corp.test')
      expect(found).to.not.include('ldaps://dc7.corp.test')
      expect(found[0]).to.include('dc1')
    }
  })

  it('reports a domain that DNS cannot resolve, and lists the other URLs', async () => {
    const { found, failures } = await inOrder(['dns:gone.test', 'ldaps://dc1.corp.test'])
    expect(found).to.deep.equal(['ldaps://dc1.corp.test'])
    expect(failures).to.have.length(1)
  })

  it('hasOther is true while a URL is left, or a domain is not resolved yet', async () => {
    const addresses = controllerUrls(configFor(['ldaps://a', 'dns:corp.test']), undefined, discover)
    expect(addresses.hasOtherThan(new Set(['ldaps://a']))).to.equal(true) // DNS was not queried yet
    const asking = addresses.listInOrder(() => undefined)
    while (!(await asking.next()).done);
    const all = ['ldaps://a', ...(lists['dns:corp.test'] ?? [])]
    expect(addresses.hasOtherThan(new Set(all.slice(0, 2)))).to.equal(true)
    expect(addresses.hasOtherThan(new Set(all))).to.equal(false)
  })
})
