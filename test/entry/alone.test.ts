/** One file that needs nothing beside it, and the licences of what is in it. */
import { expect } from 'chai'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { build } from 'esbuild'
import { root } from '../project/source.js'
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
    const text = readFileSync(standalone(), 'utf8')
    const required = [...text.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name = '']) => name)
    // Ajv has these in code that it would write to files, and never runs it here.
    const written = /^ajv\/dist\/runtime\//
    const builtin = new Set(process.getBuiltinModule('node:module').builtinModules)
    const strangers = required.filter(
      (name) => !written.test(name) && !builtin.has(name.replace(/^node:/, '')),
    )
    expect(required.length).to.be.greaterThan(20)
    expect(strangers).to.deep.equal([])
  })

  it('tells the version of the package', () => {
    const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string }
    const said = execFileSync(process.execPath, [standalone(), '--version'], { encoding: 'utf8' })
    expect(said).to.equal(`${version}\n`)
  })

  it('has the licence of every package in it beside it, with its words', async () => {
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: ['src/entry/serve.ts'],
      bundle: true,
      write: false,
      platform: 'node',
      format: 'cjs',
      mainFields: ['module', 'main'],
      metafile: true,
      logLevel: 'silent',
    })
    const packages = new Set(
      Object.keys(metafile.inputs).flatMap(
        (path) => /.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [],
      ),
    )
    const wanted = [...packages].map((folder) => {
      const { name, version } = JSON.parse(readFileSync(`${root}${folder}/package.json`, 'utf8')) as Record<
        string,
        string
      >
      return `${name} ${version}`
    })
    expect(wanted.length).to.be.greaterThan(40)
    const texts = readFileSync(`${root}lib/entry.LICENSES.txt`, 'utf8').split(`\n${'='.repeat(80)}\n\n`)
    const had = new Map(texts.map((text) => [/^(\S+ \S+) \(\S+\)\n/.exec(text)?.[1] ?? '', text]))
    expect([...had.keys()].sort()).to.deep.equal([...new Set(wanted)].sort())
    for (const [name, text] of had) expect(text, name).to.match(/copyright[\s\S]{300}/i)
  })
})
