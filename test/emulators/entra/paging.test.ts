import { expect } from 'chai'
import { startEntra, type Entra } from '../../../src/emulators/entra/entra.js'
import {
  ask,
  eventual,
  get,
  getEventual,
  idsIn,
  items,
  nextLink,
  refusal,
  type Reply,
} from './support/client.js'

describe('the emulated Entra: paging', () => {
  let entra: Entra
  const ids: string[] = []
  before(async () => {
    entra = await startEntra({ seed: 'paging' })
    for (let index = 0; index < 250; index++) {
      ids.push(entra.tenant.addUser({ displayName: `User ${index}` }).id)
    }
  })
  after(() => entra.close())
  afterEach(() => {
    delete entra.paging.pageSize
    delete entra.paging.emptyPages
  })

  async function walk(first: string, headers: Record<string, string> = {}): Promise<Reply[]> {
    const pages = [await get(entra, first, { headers })]
    for (let link = nextLink(pages[0] as Reply); link !== undefined; link = nextLink(pages.at(-1) as Reply)) {
      pages.push(await ask(entra, link, { headers }))
    }
    return pages
  }
  const sizes = (pages: Reply[]) => pages.map((page) => items(page).length)

  it('has 100 items per page by default, and at most 999', async () => {
    const pages = await walk('/users')
    expect(sizes(pages)).to.deep.equal([100, 100, 50])
    expect(pages.flatMap(idsIn)).to.deep.equal(ids)
    expect(sizes(await walk('/users?$top=125'))).to.deep.equal([125, 125])
    expect(sizes(await walk('/users?$top=999'))).to.deep.equal([250])
  })

  it('rejects page sizes above 999, of zero and that are not numbers', async () => {
    for (const top of ['1000', '0', '-1', 'all', '']) {
      expect(refusal(await get(entra, `/users?$top=${top}`)), top).to.equal('400 Request_UnsupportedQuery')
    }
  })

  it('returns absolute links with the options of the first page and an opaque token', async () => {
    const [first] = await walk('/users?$select=id,displayName&$top=120')
    const link = new URL(nextLink(first as Reply) ?? '')
    expect(link.origin).to.equal(entra.graphUrl)
    expect(link.pathname).to.equal('/v1.0/users')
    expect(link.searchParams.get('$select')).to.equal('id,displayName')
    expect(link.searchParams.get('$skiptoken')).to.match(/^[\w-]+$/)
    const alone = await get(entra, `/users?$skiptoken=${link.searchParams.get('$skiptoken')}`)
    expect(items(alone)).to.have.length(120)
    expect(items(alone)[0]).to.have.keys('id', 'displayName')
  })

  it('returns the count on the first page only, and only with the header', async () => {
    const pages = await walk('/users?$count=true', eventual)
    expect(pages.map((page) => page.body['@odata.count'])).to.deep.equal([250, undefined, undefined])
    expect((await get(entra, '/users?$count=true')).body).not.to.have.property('@odata.count')
    expect((await getEventual(entra, '/users')).body).not.to.have.property('@odata.count')
    expect(refusal(await get(entra, '/users?$count=yes'))).to.equal('400 BadRequest')
  })

  it('rejects a further page of an advanced query without the header as expired', async () => {
    const first = await getEventual(entra, "/users?$count=true&$filter=displayName ne 'x'")
    const link = nextLink(first) ?? ''
    expect(refusal(await ask(entra, link))).to.equal('400 Directory_ExpiredPageToken')
    expect((await ask(entra, link, { headers: eventual })).status).to.equal(200)
  })

  it('rejects unknown tokens and tokens of another listing', async () => {
    expect(refusal(await get(entra, '/users?$skiptoken=nonsense'))).to.equal('400 Directory_ExpiredPageToken')
    const link = new URL(nextLink(await get(entra, '/users')) ?? '')
    const elsewhere = await get(entra, `/groups${link.search}`)
    expect(refusal(elsewhere)).to.equal('400 Directory_ExpiredPageToken')
  })

  it('makes pages smaller and inserts empty pages by option', async () => {
    entra.paging.pageSize = 90
    expect(sizes(await walk('/users?$top=999'))).to.deep.equal([90, 90, 70])
    entra.paging.emptyPages = true
    const pages = await walk('/users')
    expect(sizes(pages)).to.deep.equal([90, 0, 90, 0, 70])
    expect(pages.flatMap(idsIn)).to.deep.equal(ids)
  })

  it('returns the same page for the same link', async () => {
    const link = nextLink(await get(entra, '/users')) ?? ''
    expect(idsIn(await ask(entra, link))).to.deep.equal(idsIn(await ask(entra, link)))
  })

  it('neither repeats nor skips items when one is deleted between two pages', async () => {
    const victim = entra.tenant.addUser({ displayName: 'Victim' })
    const first = await get(entra, '/users?$top=200')
    entra.tenant.deleteUser(ids[0] as string)
    entra.tenant.deleteUser(victim)
    const second = await ask(entra, nextLink(first) ?? '')
    expect([...idsIn(first), ...idsIn(second)]).to.deep.equal(ids)
    entra.tenant.restoreUser(ids[0] as string)
  })
})
