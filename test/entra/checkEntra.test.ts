import { expect } from 'chai'
import type { PreflightResult } from '../../src/engine/ports.js'
import type { GraphPermission } from '../../src/emulators/entra/authority/permissions.js'
import * as kinds from '../../src/emulators/entra/faultKinds.js'
import { failureOf, startEntraFixture, type EntraFixture } from './fixture.js'

describe('checkEntra', () => {
  let fixture: EntraFixture
  before(async () => {
    fixture = await startEntraFixture()
    fixture.entra.tenant.addSyncedUser({ displayName: 'Ann' })
  })
  after(() => fixture.close())
  afterEach(() => fixture.entra.faults.clear())

  const checkWith = (...permissions: GraphPermission[]): Promise<PreflightResult> =>
    fixture.sourceWith(...permissions).check()
  const statuses = ({ checks }: PreflightResult) => checks.map(({ name, status }) => `${name}: ${status}`)
  const all: GraphPermission[] = ['GroupMember.Read.All', 'User.Read.All', 'Member.Read.Hidden']

  it('reports ok for the recommended permissions', async () => {
    const { checks, problems } = await checkWith(...all)
    expect(problems).to.deep.equal([])
    expect(checks).to.deep.equal([
      { name: 'Sign-in', status: 'ok', message: `Signed in to tenant ${fixture.entra.tenantId} as secret.` },
      { name: 'Groups', status: 'ok', message: 'Groups can be read.' },
      { name: 'Users', status: 'ok', message: 'Users and their SIDs can be read.' },
    ])
  })

  it('reports no problem for a broader permission, or for a tenant without users', async () => {
    expect((await checkWith('Directory.Read.All', 'Member.Read.Hidden')).problems).to.deep.equal([])
    const empty = await startEntraFixture()
    expect((await empty.source().check()).problems).to.deep.equal([])
    await empty.close()
  })

  it('warns if Member.Read.Hidden is missing', async () => {
    const check = await checkWith('GroupMember.Read.All', 'User.Read.All')
    expect(check.problems).to.deep.equal([])
    expect(statuses(check)).to.deep.equal([
      'Sign-in: ok',
      'Groups: ok',
      'Users: ok',
      'Hidden membership: warning',
    ])
    expect(check.checks.at(-1)?.message).to.contain('Member.Read.Hidden is missing')
  })

  const missing: Array<[string, GraphPermission[], [string, string], string[]]> = [
    ['everything', [], ['failed', 'failed'], ['GroupMember.Read.All', 'User.Read.All']],
    ['groups', ['User.Read.All'], ['failed', 'ok'], ['GroupMember.Read.All']],
    ['users', ['GroupMember.Read.All'], ['ok', 'failed'], ['User.Read.All']],
    ['SIDs of users', ['GroupMember.Read.All', 'User.ReadBasic.All'], ['ok', 'failed'], ['User.Read.All']],
  ]
  for (const [name, permissions, [groups, users], missingPermissions] of missing) {
    it(`reports each permission that is missing to read ${name}`, async () => {
      const check = await checkWith(...permissions, 'Member.Read.Hidden')
      expect(statuses(check)).to.deep.equal(['Sign-in: ok', `Groups: ${groups}`, `Users: ${users}`])
      expect(check.problems.map(({ code }) => code)).to.deep.equal(
        missingPermissions.map(() => 'permissionMissing'),
      )
      for (const [index, permission] of missingPermissions.entries()) {
        expect(check.problems[index]?.hint).to.contain(
          `Grant the application permission ${permission} with admin consent.`,
        )
      }
    })
  }

  it('reports graphUnavailable, not permissionMissing, if Graph is unavailable', async () => {
    fixture.entra.faults.always({ respond: kinds.unavailable() })
    const { problems } = await fixture.source().check()
    expect(problems.map(({ code }) => code)).to.deep.equal(['graphUnavailable', 'graphUnavailable'])
  })

  it('does not warn of a missing permission if the token is not readable', async () => {
    fixture.entra.faults.always({
      match: ({ area, method }) => area === 'authority' && method === 'POST',
      respond: { status: 200, body: { token_type: 'Bearer', expires_in: 3599, access_token: 'opaque' } },
    })
    fixture.entra.faults.always({ respond: { status: 200, body: { value: [] } } })
    const check = await fixture.source().check()
    expect(statuses(check)).to.deep.equal(['Sign-in: ok', 'Groups: ok', 'Users: ok'])
  })

  it('throws the error of a failed sign-in', async () => {
    const error = await failureOf(
      fixture.source({ tenantId: '00000000-0000-4000-8000-000000000000' }).check(),
    )
    expect(error.code).to.equal('signInFailed')
    expect((await failureOf(fixture.source({ tls: {} }).check())).code).to.equal('graphUnreachable')
  })

  it('signs in again after a temporary failure of the first sign-in', async () => {
    const source = fixture.source()
    fixture.entra.faults.always({ match: ({ area }) => area === 'authority', respond: kinds.unavailable() })
    expect((await failureOf(source.check())).code).to.equal('signInFailed')
    fixture.entra.faults.clear()
    expect((await source.check()).problems).to.deep.equal([])
  })
})
