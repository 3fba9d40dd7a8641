import { expect } from 'chai'
import { pagedResults } from '../../../src/ad/ldap/controls.js'
import { equals } from '../../../src/ad/ldap/filter.js'
import { useDirectory } from './support/fixture.js'
import { cookieOf } from './support/paging.js'

describe('the embedded directory: a group of 5,000 members', () => {
  const fixture = useDirectory()
  let crowd: string
  let members: string[]

  before(() => {
    const { directory, ou } = fixture()
    members = directory.addUsers(5000, ou).map(({ dn }) => dn)
    crowd = directory.addGroup({ name: 'crowd', ou, members }).dn
    directory.log.clear()
  })
  afterEach(() => fixture().directory.log.clear())

  const searches = () => fixture().directory.log.count(({ operation }) => operation === 'search')

  it('is read completely in four ranges of 1,500 values', async () => {
    const pieces: string[][] = []
    for (let start: number | undefined = 0; start !== undefined;) {
      const attributes = [`member;range=${start}-*`]
      const { entries } = await fixture().admin.search({ base: crowd, scope: 'base', attributes })
      const [[name = '', values = []] = []] = entries[0]?.attributes ?? []
      pieces.push(values.map(String))
      start = name.endsWith('-*') ? undefined : start + values.length
    }
    expect(pieces.map(({ length }) => length)).to.deep.equal([1500, 1500, 1500, 500])
    expect(pieces.flat()).to.deep.equal(members)
    expect(searches()).to.equal(4)
  })

  it('is read completely in five pages of 1,000 entries, whatever page size is requested', async () => {
    const pieces: string[][] = []
    let cookie: Buffer | undefined = Buffer.alloc(0)
    while (cookie) {
      const controls = [pagedResults(5000, cookie)]
      const filter = equals('memberOf', crowd)
      const base = fixture().directory.baseDn
      const page = await fixture().admin.search({ base, filter, attributes: ['1.1'], controls })
      pieces.push(page.entries.map(({ dn }) => dn))
      cookie = cookieOf(page).length > 0 ? cookieOf(page) : undefined
    }
    expect(pieces.map(({ length }) => length)).to.deep.equal([1000, 1000, 1000, 1000, 1000])
    expect(pieces.flat()).to.have.members(members)
    expect(searches()).to.equal(5)
  })
})
