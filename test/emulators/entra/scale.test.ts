/** The tenant is held as large as an organisation of 50,000 people; the limits are generous, for slow machines. */
import { expect } from 'chai'
import { startEntra, type Entra } from '../../../src/emulators/entra/entra.js'
import { ask, get, getEventual, items, namesIn, nextLink, signIn } from './support/client.js'

const users = 50_000
const groups = 5_000
const membersPerGroup = 40

describe('the emulated Entra: a large tenant', () => {
  let entra: Entra
  let token: string
  let filledIn: number
  const userIds: string[] = []
  const groupIds: string[] = []

  before(async function () {
    this.timeout(60_000)
    entra = await startEntra({ seed: 'scale' })
    const started = performance.now()
    const { tenant } = entra
    for (let index = 0; index < users; index++) {
      userIds.push(tenant.addSyncedUser({ displayName: `User ${index}` }).id)
    }
    for (let index = 0; index < groups; index++) {
      const start = (index * 7) % (users - membersPerGroup)
      const members = userIds.slice(start, start + membersPerGroup)
      groupIds.push(tenant.addGroup({ displayName: `Group ${index}`, members }).id)
    }
    filledIn = performance.now() - started
    token = await signIn(entra)
  })
  after(() => entra.close())

  async function timed(repeat: number, work: (index: number) => Promise<unknown>): Promise<number> {
    const started = performance.now()
    for (let index = 0; index < repeat; index++) await work(index)
    return (performance.now() - started) / repeat
  }

  it('is filled within seconds', () => {
    expect(filledIn).to.be.below(20_000)
    expect([entra.tenant.count('user'), entra.tenant.count('group')]).to.deep.equal([users, groups])
  })

  it('answers single reads, member pages and indexed filters without looking at everything', async () => {
    const empty = await startEntra()
    const given = await signIn(empty)
    const { id } = empty.tenant.addGroup({ displayName: 'Only' })
    await timed(10, () => get(empty, `/groups/${id}`, { token: given }))
    const base = await timed(50, () => get(empty, `/groups/${id}`, { token: given }))
    await empty.close()
    const calls: Array<(index: number) => string> = [
      (index) => `/groups/${groupIds[index * 3]}`,
      (index) => `/groups/${groupIds[index * 5]}/members?$select=id&$top=999`,
      (index) => `/groups?$select=id&$filter=displayName eq 'Group ${index * 11}'`,
      (index) => `/users?$select=id&$filter=mail eq 'user.${index * 13}@contoso.onmicrosoft.com'`,
      (index) => `/users?$select=id&$filter=id in ('${userIds[index]}','${userIds[index + 1]}')`,
    ]
    for (const path of calls) {
      await get(entra, path(0), { token })
      const each = await timed(30, async (index) => {
        expect(items(await get(entra, path(index), { token })).length, path(index)).to.be.below(41)
      })
      // Each opens a TLS connection of its own, which is most of the time measured.
      expect(each, path(0)).to.be.below(base * 4 + 20)
    }
  })

  it('lists all users page by page at the same pace from the first page to the last', async () => {
    let reply = await get(entra, '/users?$select=id,onPremisesSecurityIdentifier&$top=999', { token })
    let count = items(reply).length
    const times: number[] = []
    for (let link = nextLink(reply); link !== undefined; link = nextLink(reply)) {
      const next = link
      times.push(await timed(1, async () => (reply = await ask(entra, next, { token }))))
      count += items(reply).length
    }
    expect(count).to.equal(users)
    expect(Math.max(...times)).to.be.below(1_000)
  })

  it('filters without an index, and is left behind by a lag, in a fraction of a second', async () => {
    const path =
      "/users?$count=true&$select=displayName&$filter=endsWith(userPrincipalName,'49999@contoso.onmicrosoft.com')"
    const scan = await timed(3, async () => {
      expect(namesIn(await getEventual(entra, path, { token }))).to.deep.equal(['User 49999'])
    })
    expect(scan).to.be.below(1_500)
    entra.tenant.lag({ reads: 1 })
    const lagging = await timed(1, async () => entra.tenant.renameGroup(groupIds[0] as string, 'Renamed'))
    expect(lagging).to.be.below(2_000)
    const [before, after] = [
      await get(entra, `/groups/${groupIds[0]}`, { token }),
      await get(entra, `/groups/${groupIds[0]}`, { token }),
    ]
    expect([before.body['displayName'], after.body['displayName']]).to.deep.equal(['Group 0', 'Renamed'])
    entra.tenant.lag()
  })
})
