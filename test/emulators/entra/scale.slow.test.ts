/** A tenant of 50,000 users. Indexed requests are compared with scans by CPU time, not by the clock. */
import { expect } from 'chai'
import { startEntra, type Entra } from '../../../src/emulators/entra/entra.js'
import { ask, get, getEventual, items, namesIn, nextLink, signIn } from './support/client.js'
import { cpuOf } from '../../support/cpu.js'

const users = 50_000
const groups = 5_000
const membersPerGroup = 40

describe('the emulated Entra: a large tenant', function () {
  this.timeout(600_000)
  let entra: Entra
  let token: string
  const userIds: string[] = []
  const groupIds: string[] = []

  before(async () => {
    entra = await startEntra({ seed: 'scale' })
    const { tenant } = entra
    for (let index = 0; index < users; index++) {
      userIds.push(tenant.addSyncedUser({ displayName: `User ${index}` }).id)
    }
    for (let index = 0; index < groups; index++) {
      const start = (index * 7) % (users - membersPerGroup)
      const members = userIds.slice(start, start + membersPerGroup)
      groupIds.push(tenant.addGroup({ displayName: `Group ${index}`, members }).id)
    }
    token = await signIn(entra)
  })
  after(() => entra.close())

  it('has all users', () => {
    expect([entra.tenant.count('user'), entra.tenant.count('group')]).to.deep.equal([users, groups])
  })

  it('handles single reads, member pages and indexed filters without a scan', async () => {
    const empty = await startEntra()
    const given = await signIn(empty)
    const { id } = empty.tenant.addGroup({ displayName: 'Only' })
    await cpuOf(10, () => get(empty, `/groups/${id}`, { token: given }))
    const base = await cpuOf(50, () => get(empty, `/groups/${id}`, { token: given }))
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
      const each = await cpuOf(30, async (index) => {
        expect(items(await get(entra, path(index), { token })).length, path(index)).to.be.below(41)
      })
      // Each request opens its own TLS connection, which is most of the CPU time measured.
      expect(each, path(0)).to.be.below(base * 4 + 20)
    }
  })

  it('lists all users at a constant cost per page', async () => {
    let reply = await get(entra, '/users?$select=id,onPremisesSecurityIdentifier&$top=999', { token })
    let count = items(reply).length
    const work: number[] = []
    for (let link = nextLink(reply); link !== undefined; link = nextLink(reply)) {
      const next = link
      work.push(await cpuOf(1, async () => (reply = await ask(entra, next, { token }))))
      count += items(reply).length
    }
    expect(count).to.equal(users)
    const sum = (pages: number[]) => pages.reduce((all, one) => all + one, 0)
    expect(sum(work.slice(-10))).to.be.below(sum(work.slice(0, 10)) * 4 + 50)
  })

  it('filters without an index, and copies the store for a lag', async () => {
    const path =
      "/users?$count=true&$select=displayName&$filter=endsWith(userPrincipalName,'49999@contoso.onmicrosoft.com')"
    expect(namesIn(await getEventual(entra, path, { token }))).to.deep.equal(['User 49999'])
    entra.tenant.lag({ reads: 1 })
    entra.tenant.renameGroup(groupIds[0] as string, 'Renamed')
    const [before, after] = [
      await get(entra, `/groups/${groupIds[0]}`, { token }),
      await get(entra, `/groups/${groupIds[0]}`, { token }),
    ]
    expect([before.body['displayName'], after.body['displayName']]).to.deep.equal(['Group 0', 'Renamed'])
    entra.tenant.lag()
  })
})
