import { expect } from 'chai'
import type { Connection, Entry } from '../../src/ad/ldap/connection.js'
import { readMemberLinks } from '../../src/ad/ranges.js'
import { rejectionOf } from './ldap/ldap.helpers.js'

const guid = (n: number) => `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`
const value = (n: number) => Buffer.from(`<GUID=${guid(n)}>;<SID=S-1-5-21-1-2-3-${n}>;CN=m${n},DC=x`)
const values = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => value(from + n))
const entry = (attributes: Record<string, Buffer[]>): Entry => ({
  dn: 'CN=g',
  attributes: new Map(Object.entries(attributes)),
})

const group = { guid: 'g', dn: 'CN=g' }

/** A connection that returns these ranges one after the other, and the requests for them. */
function pieces(...answers: Array<Record<string, Buffer[]> | undefined>) {
  const asked: string[] = []
  const search: Connection['search'] = async function* ({ attributes, base }) {
    asked.push(`${base} ${attributes.join()}`)
    const answer = answers.shift()
    yield { items: answer ? [entry(answer)] : [], last: true }
  }
  return { asked, connection: { search } as Connection }
}

describe('readMembers', () => {
  it('needs no further request if the directory returns all values', async () => {
    const { connection, asked } = pieces()
    const { items } = await readMemberLinks(entry({ member: values(0, 2) }), group, connection)
    expect(items.map(({ guid: id }) => id)).to.deep.equal([0, 1, 2].map(guid))
    expect(items[1]).to.deep.equal({ guid: guid(1), sid: 'S-1-5-21-1-2-3-1', dn: 'CN=m1,DC=x' })
    expect((await readMemberLinks(entry({}), group, connection)).items).to.deep.equal([])
    expect(asked).to.deep.equal([])
  })

  it('reads ranges until the one that ends in *', async () => {
    const { connection, asked } = pieces(
      { member: [], 'member;range=1500-2999': values(1500, 2999) },
      { 'member;range=3000-*': values(3000, 3001) },
    )
    const first = entry({ member: [], 'member;range=0-1499': values(0, 1499) })
    const { items } = await readMemberLinks(first, group, connection)
    expect(items.map(({ guid: id }) => id)).to.deep.equal(Array.from({ length: 3002 }, (_, n) => guid(n)))
    expect(asked).to.deep.equal(['<GUID=g> member;range=1500-*', '<GUID=g> member;range=3000-*'])
  })

  it('rejects with directoryIncomplete if a range is missing or starts at the wrong index', async () => {
    const first = entry({ 'member;range=0-1': values(0, 1) })
    const wrong: Array<Record<string, Buffer[]> | undefined> = [
      undefined,
      {},
      { member: values(2, 3) },
      { 'member;range=5-*': values(5, 6) },
    ]
    for (const answer of wrong) {
      const error = await rejectionOf(readMemberLinks(first, group, pieces(answer).connection))
      expect(error.code).to.equal('directoryIncomplete')
    }
  })

  it('rejects with directoryUnexpected if a value has no GUID', async () => {
    const error = await rejectionOf(
      readMemberLinks(entry({ member: [Buffer.from('CN=plain')] }), group, pieces().connection),
    )
    expect(error.code).to.equal('directoryUnexpected')
  })
})
