import { expect } from 'chai'
import fc from 'fast-check'
import { readElements } from '../../../src/ad/ldap/ber.js'
import { controlTypes, extendedDn, permissiveModify, sdFlags } from '../../../src/ad/ldap/controls.js'
import { equals, present } from '../../../src/ad/ldap/filter.js'
import { ops, pagedValue, reference, type Received, type Script } from '../../support/ldapServer.js'
import { closeConnections, connectToScript, rejectionOf, readAll, texts } from './ldap.helpers.js'

/** DNs that ldapjs would parse and rewrite, losing a backslash, a blank or the whole rest. */
const names = [
  'CN=a\\5cb,DC=x',
  'CN=a\\5c2cb,DC=x',
  'CN=a\\+b,DC=x',
  'CN=\\20lead,DC=x',
  'CN=trail\\20,DC=x',
  'CN=\\#1234,DC=x',
  'CN=José 👍,OU=مجموعة,DC=x',
  'cn = spaced , dc = x',
  '<GUID=2f1326f1-0000-4000-8000-000000000001>',
  '<SID=S-1-5-21-1-2-3-1104>',
  '<GUID=2f1326f1-0000-4000-8000-000000000001>;<SID=S-1-5-21-1-2-3-1104>;CN=a,DC=x',
  'not a name at all',
]

const first = ({ parts }: Received, index = 0) => String(parts[index]?.content)

describe('the requests of a connection', () => {
  afterEach(closeConnections)

  it('contain every DN as it was given', async () => {
    const { connection, server } = await connectToScript()
    for (const name of names) {
      await connection.add(name, { objectClass: ['group'] })
      await connection.modify(name, [{ operation: 'add', attribute: 'member', values: [name] }])
      await connection.modifyDn(name, 'CN=a\\+b', name)
      await connection.delete(name)
      await readAll(connection, { base: name, scope: 'base', attributes: ['1.1'] })
    }
    expect(server.received).to.have.length(5 * names.length)
    server.received.forEach((request, index) => {
      const name = names[Math.floor(index / 5)]
      expect(first(request)).to.equal(name)
      if (request.op === ops.modify) expect(String(request.parts[1]?.content)).to.include(name)
      if (request.op === ops.modifyDn) {
        expect(request.parts.map(({ tag }) => tag)).to.deep.equal([0x04, 0x04, 0x01, 0x80])
        expect(first(request, 1)).to.equal('CN=a\\+b')
        expect(request.parts[2]?.content).to.deep.equal(Buffer.from([0xff]))
        expect(first(request, 3)).to.equal(name)
      }
    })
  })

  it('contain binary and text values unchanged', async () => {
    const { connection, server } = await connectToScript()
    const value = fc.oneof(
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      fc.string({ unit: 'grapheme' }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1 }), async (values) => {
        await connection.add('CN=a', { objectClass: ['group'], 'mS-DS-ConsistencyGuid': values, empty: [] })
        const list = readElements(server.received.at(-1)?.parts[1]?.content).map(({ content }) =>
          readElements(content),
        )
        expect(list.map(([name]) => String(name?.content))).to.deep.equal([
          'objectClass',
          'mS-DS-ConsistencyGuid',
        ])
        const sent = readElements(list[1]?.[1]?.content).map(({ content }) => content)
        expect(sent).to.deep.equal(values.map((text) => Buffer.from(text as string)))
      }),
    )
  })

  it('contain every byte of a large value list of any length', async () => {
    // ldapjs's writer doubles its buffer; if a list ends exactly at its end (here: last = 142), a byte is lost.
    const { connection, server } = await connectToScript()
    const many = Array.from({ length: 8451 }, () => 'x'.repeat(60))
    for (let last = 130; last < 155; last++) {
      const values = [...many, 'y'.repeat(last), 'z'.repeat(100)]
      await connection.modify('CN=a', [{ operation: 'add', attribute: 'member', values }])
      const [change] = readElements(server.received.at(-1)?.parts[1]?.content)
      const [, attribute] = readElements(change?.content)
      const [, set] = readElements(attribute?.content)
      expect(readElements(set?.content).map(({ content }) => String(content))).to.deep.equal(values)
    }
  })

  it('are rejected before sending above AD’s limit of 10 MB', async () => {
    const { connection, server } = await connectToScript()
    const change = (megabytes: number) =>
      connection.modify('CN=a', [
        { operation: 'add', attribute: 'member', values: [Buffer.alloc(megabytes * 1_000_000)] },
      ])
    await change(10)
    expect((await rejectionOf(change(11))).code).to.equal('directoryRefused')
    expect(server.received).to.have.length(1)
    expect(connection.closed).to.be.false
  })

  it('contain any GUID as a filter value', async () => {
    const { connection, server } = await connectToScript()
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 16, maxLength: 16 }), async (guid) => {
        const filter = equals('objectGUID', Buffer.from(guid))
        await readAll(connection, { base: '', scope: 'base', filter, attributes: [] })
        const [, value] = readElements(server.received.at(-1)?.parts[6]?.content)
        expect(value?.content).to.deep.equal(Buffer.from(guid))
      }),
    )
  })

  it('contain controls with their values unchanged', async () => {
    const { connection, server } = await connectToScript()
    const odd = { type: '1.2.3', critical: false, value: Buffer.from([0x30, 0xff, 0x80, 0x00]) }
    await connection.modify('CN=a', [], [permissiveModify, odd])
    expect(server.received[0]?.controls).to.deep.equal([
      { type: controlTypes.permissiveModify, critical: true },
      odd,
    ])
    await readAll(connection, {
      base: '',
      scope: 'base',
      attributes: [],
      controls: [extendedDn, sdFlags({ dacl: true })],
    })
    expect(server.received[1]?.controls).to.deep.equal([
      { type: controlTypes.extendedDn, critical: true, value: Buffer.from('3003020101', 'hex') },
      { type: controlTypes.sdFlags, critical: true, value: Buffer.from('3003020104', 'hex') },
    ])
  })

  it('contain a search time limit that is a little less than the client’s time-out', async () => {
    const limit = async (timeoutMs: number) => {
      const { connection, server } = await connectToScript(undefined, { timeoutMs })
      await readAll(connection, { base: '', scope: 'base', filter: present('cn'), attributes: [] })
      return server.received[0]?.parts[4]?.content
    }
    expect(await limit(30_000)).to.deep.equal(Buffer.from([29]))
    expect(await limit(300_000)).to.deep.equal(Buffer.from([1, 43]))
    expect(await limit(500)).to.deep.equal(Buffer.from([1])) // 0 would mean no limit
  })
})

describe('the searches of a connection', () => {
  afterEach(closeConnections)
  const all = { base: 'DC=x', scope: 'sub', attributes: ['cn'] } as const

  it('return DNs and values unchanged', async () => {
    const bytes = Buffer.from([0, 0xff, 0xc3, 0x28])
    const { connection } = await connectToScript((request) => {
      for (const name of names)
        request.entry(name, { objectGUID: [bytes], 'member;range=0-1': ['a', 'é'], cn: [] })
      request.result(0, '', [{ type: controlTypes.pagedResults, value: pagedValue(0, Buffer.alloc(0)) }])
    })
    const entries = await readAll(connection, all)
    expect(entries.map(({ dn }) => dn)).to.deep.equal(names)
    for (const entry of entries) {
      expect(entry.attributes.get('objectguid')).to.deep.equal([bytes])
      expect(texts(entry, 'member;range=0-1')).to.deep.equal(['a', 'é'])
      expect(entry.attributes.get('cn')).to.deep.equal([])
    }
  })

  const cookies = [Buffer.from([0xff, 0x80, 0x00]), Buffer.from('second')]
  /** Responds with three pages; the cookie selects the page. */
  const paging: Script = (request) => {
    if (request.op !== ops.search) return
    const [, cookie] = readElements(readElements(request.controls[0]?.value)[0]?.content)
    const page = 1 + cookies.findIndex((known) => known.equals(cookie?.content ?? Buffer.alloc(0)))
    request.entry(`CN=${page}a`)
    request.send(reference(request.id, 'ldap://other.example/DC=other'))
    request.entry(`CN=${page}b`)
    const value = pagedValue(0, cookies[page] ?? Buffer.alloc(0))
    request.result(0, '', [{ type: controlTypes.pagedResults, value }])
  }

  it('read page by page, ignoring referrals, until the server has no more', async () => {
    const { connection, server } = await connectToScript(paging)
    const pages: Array<[boolean, string[]]> = []
    for await (const { items, last } of connection.search({ ...all, pageSize: 2 })) {
      pages.push([last, items.map(({ dn }) => dn)])
    }
    expect(pages).to.deep.equal([
      [false, ['CN=0a', 'CN=0b']],
      [false, ['CN=1a', 'CN=1b']],
      [true, ['CN=2a', 'CN=2b']],
    ])
    expect(server.received.map(({ controls }) => controls.map(({ value }) => value))).to.deep.equal(
      [Buffer.alloc(0), ...cookies].map((cookie) => [pagedValue(2, cookie)]),
    )
    expect(connection.requests()).to.equal(3)
  })

  it('request a page only when it is read, with at most AD’s 1000 entries', async () => {
    const { connection, server } = await connectToScript(paging)
    for await (const page of connection.search({ ...all, pageSize: 50_000 })) {
      expect(page.last).to.be.false
      break
    }
    expect(server.received).to.have.length(1)
    expect(server.received[0]?.controls[0]?.value).to.deep.equal(pagedValue(1000, Buffer.alloc(0)))
  })

  it('are directoryIncomplete if a page lacks the paging control', async () => {
    const { connection } = await connectToScript((request) => {
      request.entry('CN=a')
      request.result(0)
    })
    expect((await rejectionOf(readAll(connection, all))).code).to.equal('directoryIncomplete')
  })

  it('fail if a page ends with an error result after some entries', async () => {
    const { connection } = await connectToScript((request) => {
      request.entry('CN=a')
      request.result(4)
    })
    expect((await rejectionOf(readAll(connection, all))).code).to.equal('directoryIncomplete')
  })
})
