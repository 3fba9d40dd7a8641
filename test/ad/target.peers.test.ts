/** Controllers that are asked about an object, and do not say whether they have it. */
import { expect } from 'chai'
import { anchor, startEmbedded, type Embedded } from './embedded.helpers.js'

describe('a controller that was asked about an object', function () {
  let embedded: Embedded
  before(async () => (embedded = await startEmbedded()))
  after(() => embedded.close())

  /** An object that is gone here, and another controller that both are told of. */
  async function gone(name: string) {
    const { directory, container } = embedded
    const other = await directory.addController({ name })
    const group = directory.addGroup({ name, ou: container, attributes: { adminDescription: anchor(1) } })
    directory.remove(group.dn)
    const target = embedded.open({ urls: [directory.ldapsUrl, other.ldapsUrl], timeoutMs: 1000 })
    const locate = async (controller?: string) => {
      const asked = { guid: group.guid, ...(controller !== undefined && { controller }) }
      return (await target.locateObjects([asked])).get(group.guid)
    }
    return { other, locate }
  }

  it('and has no answer, leaves it unknown where the object is', async () => {
    const { other, locate } = await gone('dc8')
    const isSearch = ({ operation }: Parameters<NonNullable<Fault['match']>>[0]) =>
      operation.type === 'search' && operation.base !== ''
    other.faults.next({ match: isSearch, respond: { code: 80, text: 'not now' }, times: 1000 })
    for (const controller of [other.host, undefined])
      expect((await locate(controller))?.place, controller).to.equal('unknown')
    other.faults.clear()
    expect((await locate(other.host))?.place).to.equal('gone')
  })

  it('and signs nobody in, leaves it unknown, also where the configuration names it so', async () => {
    const { other, locate } = await gone('dc9')
    const { hostname } = new URL(other.ldapsUrl)
    other.faults.next({ match: () => true, respond: { code: 49 }, times: 1000 })
    for (const controller of [hostname, other.host])
      expect((await locate(controller))?.place, controller).to.equal('unknown')
  })
})

type Fault = Parameters<Embedded['directory']['faults']['next']>[0]
