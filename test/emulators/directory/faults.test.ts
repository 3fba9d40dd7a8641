import { expect } from 'chai'
import { startDirectory } from '../../../src/emulators/directory/directory.js'
import { busy, unavailable } from '../../../src/emulators/directory/faultKinds.js'
import { createLog } from '../../../src/emulators/directory/log.js'
import { useDirectory } from './support/fixture.js'
import { openWire } from './support/wire.js'

describe('the embedded directory: the request log', () => {
  const fixture = useDirectory()

  it('records every request and its result', async () => {
    const { directory, admin, ou, connect } = fixture()
    directory.log.clear()
    await admin.search({
      base: ou,
      scope: 'one',
      controls: [{ type: '1.2.840.113556.1.4.1339', critical: true }],
    })
    await admin.delete('CN=x,DC=corp,DC=contoso,DC=test')
    const stranger = await connect()
    await stranger.bind('nobody', 'x')
    const [search, deletion, bind] = directory.log.entries
    expect(search).to.deep.include({
      operation: 'search',
      account: directory.adminDn,
      name: ou,
      code: 0,
      entries: 0,
      secure: true,
      controls: ['1.2.840.113556.1.4.1339'],
    })
    expect(deletion).to.deep.include({ operation: 'delete', code: 32 })
    expect(deletion?.text).to.match(/^0000208D/)
    expect(bind).to.deep.include({ operation: 'bind', account: '', name: 'nobody', code: 49, secure: false })
    expect(JSON.stringify(directory.log.entries)).to.not.include(directory.adminPassword)
    expect(directory.log.count()).to.equal(3)
    expect(directory.log.count(({ code }) => code === 0)).to.equal(1)
    expect(directory.log.totals).to.deep.equal({ search: 1, delete: 1, bind: 1 })
  })

  it('calls onAnswer for each request', async () => {
    const seen: string[] = []
    const directory = await startDirectory({
      onAnswer: ({ operation, code }) => seen.push(`${operation} ${code}`),
    })
    const wire = await openWire({ url: directory.ldapUrl })
    await wire.search({ base: '', scope: 'base' })
    await wire.search({ base: 'DC=x' })
    await directory.close()
    expect(seen).to.deep.equal(['search 0', 'search 1'])
  })

  it('keeps the latest entries only, and counts all', () => {
    const [entry] = fixture().directory.log.entries
    if (!entry) throw new Error('the log is empty')
    const log = createLog()
    for (let index = 0; index < 25_000; index++)
      log.add({ ...entry, operation: 'search', milliseconds: index })
    expect(log.entries.length).to.be.within(10_000, 20_000)
    expect(log.entries.at(-1)?.milliseconds).to.equal(24_999)
    expect(log.totals).to.deep.equal({ search: 25_000 })
  })
})

describe('the embedded directory: injected faults', () => {
  const fixture = useDirectory()
  afterEach(() => fixture().directory.faults.clear())

  const signIn = () => fixture().signIn(fixture().directory.adminDn, fixture().directory.adminPassword)
  const write = (name: string) => [`CN=${name},${fixture().ou}`, { objectClass: 'group' }] as const

  it('respond with another code, a given number of times, without carrying out the request', async () => {
    const { directory, admin, ou } = fixture()
    directory.faults.next({ respond: busy, times: 2, match: ({ operation }) => operation.type === 'add' })
    directory.faults.next({ respond: unavailable, after: 1 })
    const codes = []
    for (let index = 0; index < 2; index++) codes.push((await admin.add(...write('busy'))).code)
    expect(directory.faults.pending()).to.equal(1)
    for (let index = 0; index < 2; index++) codes.push((await admin.search({ base: ou, scope: 'base' })).code)
    codes.push((await admin.add(...write('busy'))).code)
    expect(codes).to.deep.equal([51, 51, 0, 52, 0])
    expect(directory.faults.pending()).to.equal(0)
  })

  it('drop the connection before or after a request is carried out', async () => {
    const { directory } = fixture()
    for (const [drop, done] of [
      ['before', false],
      ['after', true],
    ] as const) {
      const wire = await signIn()
      directory.faults.next({ respond: { drop } })
      const error: unknown = await wire.add(...write(`drop ${drop}`)).catch((thrown: unknown) => thrown)
      expect(String(error)).to.match(/closed/)
      expect(directory.read(write(`drop ${drop}`)[0]) !== undefined).to.equal(done)
      expect(directory.log.entries.at(-1)).to.include({ operation: 'add', code: -1 })
    }
  })

  it('delay a response, or omit it and handle the next request', async () => {
    const { directory, ou } = fixture()
    const wire = await signIn()
    let isLate = false
    directory.faults.next({ respond: { delay: 60 } })
    setTimeout(() => (isLate = true), 50) // due before the delay is over, which begins later
    expect((await wire.search({ base: ou, scope: 'base' })).code).to.equal(0)
    expect(isLate).to.equal(true)
    directory.faults.next({ respond: { silent: true } })
    const never = wire.add(...write('silent')).then(
      () => 'answered',
      () => 'closed',
    )
    expect((await wire.search({ base: ou, scope: 'base' })).code).to.equal(0)
    expect(directory.read(write('silent')[0])).to.equal(undefined)
    wire.close()
    expect(await never).to.equal('closed')
  })

  it('do not prevent close during a delay', async () => {
    const directory = await startDirectory()
    directory.faults.next({ respond: { delay: 60_000 }, match: () => true })
    const wire = await openWire({ url: directory.ldapUrl })
    const answer = wire.search({ base: '', scope: 'base' }).catch(() => 'closed')
    while (directory.faults.pending() > 0) await new Promise(setImmediate)
    await directory.close()
    expect(await answer).to.equal('closed')
  })
})
