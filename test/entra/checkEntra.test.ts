import { expect } from 'chai'
import type { SideCheck } from '../../src/engine/ports.js'
import type { GraphPermission } from '../../src/emulators/entra/authority/permissions.js'
import * as kinds from '../../src/emulators/entra/faultKinds.js'
import { failureOf, startPlace, type Place } from './support.js'

describe('the check of the cloud side', () => {
  let place: Place
  before(async () => {
    place = await startPlace()
    place.entra.tenant.addSyncedUser({ displayName: 'Ann' })
  })
  after(() => place.close())
  afterEach(() => place.entra.faults.clear())

  const checkWith = (...permissions: GraphPermission[]): Promise<SideCheck> =>
    place.sourceWith(...permissions).check()
  const lines = ({ checks }: SideCheck) => checks.map(({ name, status }) => `${name}: ${status}`)
  const all: GraphPermission[] = ['GroupMember.Read.All', 'User.Read.All', 'Member.Read.Hidden']

  it('is content with the permissions that are recommended', async () => {
    const { checks, problems } = await checkWith(...all)
    expect(problems).to.deep.equal([])
    expect(checks).to.deep.equal([
      { name: 'Sign-in', status: 'ok', message: `Signed in to tenant ${place.entra.tenantId} as secret.` },
      { name: 'Groups', status: 'ok', message: 'Groups can be read.' },
      { name: 'Users', status: 'ok', message: 'Users and their SIDs can be read.' },
    ])
  })

  it('is content with a larger permission, and with a tenant without users', async () => {
    expect((await checkWith('Directory.Read.All', 'Member.Read.Hidden')).problems).to.deep.equal([])
    const empty = await startPlace()
    expect((await empty.source().check()).problems).to.deep.equal([])
    await empty.close()
  })

  it('warns where hidden members cannot be read', async () => {
    const check = await checkWith('GroupMember.Read.All', 'User.Read.All')
    expect(check.problems).to.deep.equal([])
    expect(lines(check)).to.deep.equal([
      'Sign-in: ok',
      'Groups: ok',
      'Users: ok',
      'Hidden membership: warning',
    ])
    expect(check.checks.at(-1)?.message).to.contain('Member.Read.Hidden is missing')
  })

  const missing: Array<[string, GraphPermission[], string[], string[]]> = [
    ['everything', [], ['failed', 'failed'], ['GroupMember.Read.All', 'User.Read.All']],
    ['groups', ['User.Read.All'], ['failed', 'ok'], ['GroupMember.Read.All']],
    ['users', ['GroupMember.Read.All'], ['ok', 'failed'], ['User.Read.All']],
    ['SIDs of users', ['GroupMember.Read.All', 'User.ReadBasic.All'], ['ok', 'failed'], ['User.Read.All']],
  ]
  for (const [name, permissions, statuses, named] of missing) {
    it(`names what is missing to read ${name}`, async () => {
      const check = await checkWith(...permissions, 'Member.Read.Hidden')
      expect(lines(check)).to.deep.equal(['Sign-in: ok', `Groups: ${statuses[0]}`, `Users: ${statuses[1]}`])
      expect(check.problems.map(({ code }) => code)).to.deep.equal(named.map(() => 'permissionMissing'))
      for (const [index, permission] of named.entries()) {
        expect(check.problems[index]?.hint).to.contain(
          `Grant the application permission ${permission} with admin consent.`,
        )
      }
    })
  }

  it('says what else is wrong with Graph, without calling it a permission', async () => {
    place.entra.faults.always({ respond: kinds.unavailable() })
    const { problems } = await place.source().check()
    expect(problems.map(({ code }) => code)).to.deep.equal(['graphUnavailable', 'graphUnavailable'])
  })

  it('does not warn of a permission it cannot know of, where the token cannot be read', async () => {
    place.entra.faults.always({
      match: ({ area, method }) => area === 'authority' && method === 'POST',
      respond: { status: 200, body: { token_type: 'Bearer', expires_in: 3599, access_token: 'opaque' } },
    })
    place.entra.faults.always({ respond: { status: 200, body: { value: [] } } })
    const check = await place.source().check()
    expect(lines(check)).to.deep.equal(['Sign-in: ok', 'Groups: ok', 'Users: ok'])
  })

  it('ends with the sign-in where that fails', async () => {
    const error = await failureOf(place.source({ tenantId: '00000000-0000-4000-8000-000000000000' }).check())
    expect(error.code).to.equal('signInFailed')
    expect((await failureOf(place.source({ tls: {} }).check())).code).to.equal('graphUnreachable')
  })

  it('signs in again where the first sign-in failed for a moment', async () => {
    const source = place.source()
    place.entra.faults.always({ match: ({ area }) => area === 'authority', respond: kinds.unavailable() })
    expect((await failureOf(source.check())).code).to.equal('signInFailed')
    place.entra.faults.clear()
    expect((await source.check()).problems).to.deep.equal([])
  })
})
