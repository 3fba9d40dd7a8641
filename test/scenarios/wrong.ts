/** Tests of invalid configurations and failing servers: one error, its code and exit code, and an unchanged directory. */
import { expect } from 'chai'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { WrittenConfig } from '../../src/index.js'
import * as faults from '../../src/emulators/entra/faultKinds.js'
import { runCli } from '../support/cli.js'
import { makeCompany, type Company, type Place } from './company.js'

type Changes = (written: WrittenConfig, company: Company) => void

interface Case {
  what: string
  /** Changes the configuration before it is written. */
  config?: Changes
  env?: Record<string, string>
  before?: (company: Company) => void
  code: string
  exitCode: number
  /** What the message must name; without it the details tell the case. */
  says?: RegExp
  details?: Record<string, unknown>
}

const cases: Case[] = [
  {
    what: 'an unknown key',
    config: (w) => Object.assign(w, { scoop: 1 }),
    code: 'configInvalid',
    exitCode: 5,
    says: /^scoop: /,
  },
  {
    what: 'a missing secret',
    env: { STORY_PASSWORD: '' },
    code: 'secretMissing',
    exitCode: 5,
    says: /directory\.bind\.password.*STORY_PASSWORD/,
  },
  {
    what: 'a wrong password',
    env: { STORY_PASSWORD: 'wrong' },
    code: 'bindRefused',
    exitCode: 1,
  },
  {
    what: 'a wrong client secret',
    env: { STORY_SECRET: 'wrong' },
    code: 'signInFailed',
    exitCode: 1,
    says: /AADSTS7000215/,
  },
  {
    what: 'the wrong certificate authority for the directory',
    config: (w) => Object.assign(w.directory.tls ?? {}, { caPath: './entra-ca.pem' }),
    code: 'directoryTls',
    exitCode: 1,
    says: /certificate/,
  },
  {
    what: 'the wrong certificate authority for Entra',
    config: (w, { place }) => Object.assign(w.entra.tls ?? {}, { caPath: place.caPath }),
    code: 'graphUnreachable',
    exitCode: 1,
    says: /certificate/,
  },
  {
    what: 'a domain controller that is down',
    config: (w) => Object.assign(w.directory, { urls: ['ldaps://127.0.0.1:9'] }),
    code: 'directoryUnreachable',
    exitCode: 1,
    says: /127\.0\.0\.1:9/,
  },
  {
    what: 'a container that does not exist',
    config: (w) => Object.assign(w.directory, { container: `OU=Nowhere,${w.directory.container}` }),
    code: 'containerMissing',
    exitCode: 1,
    says: /OU=Nowhere/,
  },
  {
    what: 'a container the account may not write to',
    config: (w) =>
      Object.assign(w.directory, { container: w.directory.container.replace(/^OU=[^,]+/, 'CN=Users') }),
    code: 'containerNotWritable',
    exitCode: 1,
    says: /CN=Users/,
  },
  {
    what: 'a filter that Graph rejects',
    config: (w) => Object.assign(w, { scope: { groups: { filter: 'nonsense eq' } } }),
    code: 'filterRefused',
    exitCode: 5,
    says: /nonsense eq/,
  },
  {
    what: 'a missing permission',
    before: ({ entra }) => entra.app.permissions.delete('User.Read.All'),
    code: 'permissionMissing',
    exitCode: 1,
    says: /User\.Read\.All/,
  },
  ...[
    {
      what: 'Graph responding with 401',
      respond: faults.tokenRefused(),
      code: 'graphUnauthorized',
      details: { httpStatus: 401 },
    },
    {
      what: 'Graph responding with 403',
      respond: faults.accessDenied(),
      code: 'graphDenied',
      details: { httpStatus: 403 },
    },
    {
      what: 'Graph responding with 429 to every request',
      respond: faults.throttled(0.01),
      code: 'graphThrottled',
      details: { httpStatus: 429 },
    },
    {
      what: 'Graph responding with 503 to every request',
      respond: faults.unavailable(),
      code: 'graphUnavailable',
      details: { httpStatus: 503 },
    },
    {
      what: 'a gateway responding with an HTML page',
      respond: faults.badGateway(),
      code: 'graphUnavailable',
      details: { httpStatus: 502 },
    },
    {
      what: 'truncated responses of Graph',
      respond: faults.halfBody(),
      code: 'graphUnexpected',
      says: /JSON/,
    },
  ].map(({ respond, ...rest }): Case => ({
    ...rest,
    exitCode: 1,
    before: ({ entra }) => entra.faults.always({ respond }),
  })),
]

export function wrongInput(open: () => Promise<Place>): void {
  let company: Company
  before(async () => {
    company = await makeCompany(await open())
    const [user] = await company.place.addUsers(1)
    const member = company.entra.tenant.addSyncedUser({
      displayName: 'Ann',
      onPremisesSecurityIdentifier: user?.sid ?? '',
    })
    company.entra.tenant.addGroup({ displayName: 'Sales', members: [member] })
  })
  after(() => company.close())
  afterEach(() => {
    company.entra.faults.clear()
    company.entra.app.permissions.add('User.Read.All')
    company.entra.tokens.expireAll()
  })

  const env = { STORY_SECRET: 'a secret of the story' }
  const run = (...args: string[]) =>
    runCli(args, { cwd: company.folder, env: { ...env, STORY_PASSWORD: company.place.account.password } })
  const untouched = async () =>
    expect(
      await company.place.search('-b', company.place.container, '(objectClass=group)', '1.1'),
    ).to.deep.equal([])

  for (const { what, config, env: changed, before: prepare, code, exitCode, says, details } of cases) {
    it(`${what} is ${code} with exit code ${exitCode}`, async () => {
      const file = company.configuration()
      config?.(file, company)
      company.configure(file)
      prepare?.(company)
      const options = {
        cwd: company.folder,
        env: { ...env, STORY_PASSWORD: company.place.account.password, ...changed },
      }
      const { code: ended, stdout, report, stderr } = await runCli(['sync', '--output', 'json'], options)
      expect(ended, stdout + stderr).to.equal(exitCode)
      expect(report()).to.deep.include({ status: 'failed', exitCode })
      const [problem, ...others] = report().problems
      expect(others).to.deep.equal([])
      expect(problem?.code).to.equal(code)
      if (says) expect(problem?.message).to.match(says)
      if (details) expect(problem?.details).to.deep.include(details)
      for (const secret of [company.place.account.password, env.STORY_SECRET])
        expect(stdout + stderr).to.not.include(secret)
      await untouched()
    })
  }

  it('invalid JSON is configInvalid with exit code 5 and the position', async () => {
    writeFileSync(join(company.folder, 'group-writeback.json'), '{\n  "entra": {,\n}')
    const { code, stdout } = await run('sync')
    expect(code).to.equal(5)
    expect(stdout).to.match(/configInvalid: group-writeback\.json:2:13: /)
  })

  it('a missing file, an unknown option and an unknown command have exit code 5', async () => {
    expect(await run('sync', '--config', 'nowhere.json')).to.deep.include({ code: 5 })
    expect((await run('sync', '--config', 'nowhere.json')).stdout).to.match(
      /configNotFound: .*nowhere\.json.*group-writeback init/,
    )
    expect((await run('sync', '--bogus')).code).to.equal(5)
    expect((await run('conjure')).code).to.equal(5)
    expect((await run('apply')).code).to.equal(5)
  })

  it('a file that is not a plan is planInvalid with exit code 5', async () => {
    company.configure()
    writeFileSync(join(company.folder, 'plan.json'), 'no')
    expect(await run('apply', 'plan.json')).to.deep.include({ code: 5 })
    writeFileSync(join(company.folder, 'plan.json'), '{}')
    expect((await run('apply', 'plan.json')).stdout).to.match(/planInvalid: /)
    await untouched()
  })

  it('a server that accepts connections without a response is directoryUnreachable after the time-out', async function () {
    this.timeout(300_000)
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as { port: number }
    const file = company.configuration()
    company.configure({ directory: { ...file.directory, urls: [`ldaps://127.0.0.1:${port}`] } })
    const { code, stdout } = await run('sync')
    silent.close()
    expect(code).to.equal(1)
    expect(stdout).to.match(/directoryUnreachable: .*within/)
  })
}
