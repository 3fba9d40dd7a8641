/** One file that needs nothing beside it, and the licences of what is in it. */
import { expect } from 'chai'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { root } from '../project/source.js'
import { expectLicences, packagesIn, strangersIn } from '../support/bundles.js'
import { ask, standalone } from './standalone.js'

describe('the packaged entry alone', function () {
  this.timeout(300_000)

  it('runs from a folder that has nothing else', async () => {
    expect(readdirSync(dirname(standalone()))).to.deep.equal(['entry.cjs'])
    const config = {
      entra: { tenantId: 'contoso.test', credential: { type: 'managedIdentity' } },
      directory: {
        urls: ['ldaps://127.0.0.1:9'],
        bind: { dn: 'CN=a', password: { env: 'NONE' } },
        container: 'OU=b',
      },
    }
    // As far as the secret, with everything loaded that a run needs.
    const { code, last } = await ask({ command: 'syncGroups', config })
    expect(code).to.equal(5)
    expect(last).to.have.nested.property('value.problems[0].code', 'secretMissing')
  })

  it('loads nothing at run time but what Node has', () => {
    const { all, strangers } = strangersIn(readFileSync(standalone(), 'utf8'))
    // Ajv has these in code that it would write to files, and never runs it here.
    const written = /^ajv\/dist\/runtime\//
    expect(all).to.be.greaterThan(20)
    expect(strangers.filter((name) => !written.test(name))).to.deep.equal([])
  })

  it('tells the version of the package', () => {
    const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string }
    const said = execFileSync(process.execPath, [standalone(), '--version'], { encoding: 'utf8' })
    expect(said).to.equal(`${version}\n`)
  })

  it('has the licence of every package in it beside it, with its words', async () => {
    const packages = await packagesIn('src/entry/serve.ts', 'cjs')
    expect(packages.length).to.be.greaterThan(40)
    expectLicences(`${root}lib/entry.LICENSES.txt`, packages)
  })
})
