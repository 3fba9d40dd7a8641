/** Tests of other controllers that do not respond to the search for an object. */
import { expect } from 'chai'
import { anchor, startEmbedded, type Embedded } from './embedded.helpers.js'

describe('locateObjects with another controller', function () {
  let embedded: Embedded
  before(async () => (embedded = await startEmbedded()))
  after(() => embedded.close())

  /** Deletes an object on the first of two controllers, and locates it. */
  async function startWithDeletedObject(name: string) {
    const { directory, container } = embedded
    const other = await directory.addController({ name })
    const group = directory.addGroup({ name, ou: container, attributes: { adminDescription: anchor(1) } })
    directory.remove(group.dn)
    const target = embedded.open({ urls: [directory.ldapsUrl, other.ldapsUrl], timeoutMs: 1000 })
    const locate = async (controller?: string) => {
      const object = { guid: group.guid, ...(controller !== undefined && { controller }) }
      return (await target.locateObjects([object])).get(group.guid)
    }
    return { other, locate }
  }

  it('reports an object as unknown while that controller fails to search, then as gone', async () => {
    const { other, locate } = await startWithDeletedObject('dc8')
    const isSearch = ({ operation }: Parameters<NonNullable<Fault['match']>>[0]) =>
      operation.type === 'search' && operation.base !== ''
    other.faults.next({ match: isSearch, respond: { code: 80, text: 'not now' }, times: 1000 })
    for (const controller of [other.host, undefined])
      expect((await locate(controller))?.status, controller).to.equal('unknown')
    other.faults.clear()
    expect((await locate(other.host))?.status).to.equal('gone')
  })

  it('reports an object as unknown if that controller refuses the bind, by IP address or host name', async () => {
    const { other, locate } = await startWithDeletedObject('dc9')
    const { hostname } = new URL(other.ldapsUrl)
    other.faults.next({ match: () => true, respond: { code: 49 }, times: 1000 })
    for (const controller of [hostname, other.host])
      expect((await locate(controller))?.status, controller).to.equal('unknown')
  })
})

type Fault = Parameters<Embedded['directory']['faults']['next']>[0]
