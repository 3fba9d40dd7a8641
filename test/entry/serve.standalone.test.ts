/** Tests that the packaged entry is one self-contained file, and that the licences of its packages are complete. */
import { expect } from 'chai'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { root } from '../project/source.js'
import { expectLicences, packagesIn, strangersIn } from '../support/bundles.js'
import { sendRequest, standalone } from './standalone.js'

describe('the packaged entry as a single file', function () {
  this.timeout(300_000)

  it('runs from a folder without other files', async () => {
    expect(readdirSync(dirname(standalone()))).to.deep.equal(['entry.cjs'])
    const config = {
      entra: { tenantId: 'contoso.test', credential: { type: 'managedIdentity' } },
      directory: {
        urls: ['ldaps://127.0.0.1:9'],
        bind: { dn: 'CN=a', password: { env: 'NONE' } },
        container: 'OU=b',
      },
    }
    // Runs until the secret is read, with every module of a run loaded.
    const { code, last } = await sendRequest({ command: 'syncGroups', config })
    expect(code).to.equal(5)
    expect(last).to.have.nested.property('value.problems[0].code', 'secretMissing')
  })

  it('loads no modules at run time except those of Node', () => {
    const { all, strangers } = strangersIn(readFileSync(standalone(), 'utf8'))
    // Ajv uses these in generated code that is written to files, which does not happen here.
    const generated = /^ajv\/dist\/runtime\//
    expect(all).to.be.greaterThan(20)
    expect(strangers.filter((name) => !generated.test(name))).to.deep.equal([])
  })

  it('prints the version of the package for --version', () => {
    const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string }
    const printed = execFileSync(process.execPath, [standalone(), '--version'], { encoding: 'utf8' })
    expect(printed).to.equal(`${version}\n`)
  })

  it('has a licence file with the text of every package in it', async () => {
    const packages = await packagesIn('src/entry/serve.ts', 'cjs')
    expect(packages.length).to.be.greaterThan(40)
    expectLicences(`${root}lib/entry.LICENSES.txt`, packages)
  })
})
