/** Tests with two domain controllers, of which one lags behind in replication. */
import { expect } from 'chai'
import { startDirectory, type EmbeddedDirectory } from '../../../src/emulators/directory/directory.js'
import { embeddedPlaceOf } from '../embeddedPlace.js'
import { openOffice, range, type Office } from './office.js'

describe('a domain controller that lags', function () {
  this.timeout(300_000)
  let office: Office
  let directory: EmbeddedDirectory
  let second: Awaited<ReturnType<EmbeddedDirectory['addController']>>
  afterEach(() => office.close())

  const written = () => range(0, 15).flatMap((number) => second.find('displayName', `Team ${number}`))
  /** Stops or resumes the responses of the first controller. */
  const setDown = (isDown: boolean) =>
    isDown
      ? directory.faults.next({ match: () => true, times: Infinity, respond: { drop: 'before' } })
      : directory.faults.clear()

  async function open() {
    directory = await startDirectory({})
    office = await openOffice(() => embeddedPlaceOf(directory), 5)
    second = await directory.addController()
    const { directory: written } = office.configuration()
    office.configure({ directory: { ...written, urls: [directory.ldapsUrl, second.ldapsUrl] } })
    const ids = range(0, 15).map((number) => office.addGroup(`Team ${number}`, range(0, 5)))
    await office.settle()
    return ids
  }

  it('8 does not receive a group a second time', async () => {
    const ids = await open()
    expect(await office.objects()).to.equal(15)
    expect(written()).to.have.length(0)
    setDown(true)
    const report = await office.sync()
    expect(report).to.deep.include({ status: 'partial', exitCode: 4 })
    expect(report.groups.map(({ error }) => error?.code)).to.deep.equal(ids.map(() => 'objectNotReplicated'))
    expect(report.groups[0]?.error?.message).to.contain(directory.host)
    expect(written()).to.have.length(0)
    setDown(false)
    second.replicate()
    expect(written()).to.have.length(15)
    expect(await office.sync({ full: true })).to.deep.include({ status: 'inSync' })
  })

  it('8 is not used while the controller of the last write responds', async () => {
    await open()
    const { directory: configured } = office.configuration()
    office.configure({ directory: { ...configured, urls: [second.ldapsUrl, directory.ldapsUrl] } })
    second.log.clear()
    expect(await office.sync()).to.deep.include({ status: 'inSync' })
    expect(second.log.count(() => true)).to.equal(0)
  })

  it('8 that is read-only is reported, and a writable one is used', async () => {
    directory = await startDirectory({})
    office = await openOffice(() => embeddedPlaceOf(directory), 3)
    const readOnly = await directory.addController({ readOnly: true })
    const { directory: configured } = office.configuration()
    office.configure({ directory: { ...configured, urls: [readOnly.ldapsUrl, directory.ldapsUrl] } })
    office.addGroup('Team', range(0, 3))
    const warnings: string[] = []
    const report = await office.sync({
      onEvent: (event) => void (event.type === 'warning' && warnings.push(event.code)),
    })
    expect(report).to.deep.include({ status: 'applied', exitCode: 0 })
    expect(warnings).to.include('directoryReadOnly')
    expect(await office.objects()).to.equal(1)
  })
})
