/** The packed emulators: one file without run-time dependencies, and the licences of the packages in it. */
import { expect } from 'chai'
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type * as Emulators from '../../src/emulators/index.js'
import * as sources from '../../src/emulators/index.js'
import { root } from '../project/source.js'
import { expectLicences, packagesIn, strangersIn } from '../support/bundles.js'
import { ensureBuilt } from '../support/cli.js'
import { signIn } from './entra/support/client.js'
import { openWire } from './directory/support/wire.js'

describe('the packed emulators', function () {
  this.timeout(60_000)
  let folder: string
  let packed: typeof Emulators

  before(async () => {
    ensureBuilt()
    folder = mkdtempSync(join(tmpdir(), 'emulators alone '))
    copyFileSync(`${root}lib/emulators.js`, join(folder, 'emulators.mjs'))
    packed = (await import(pathToFileURL(join(folder, 'emulators.mjs')).href)) as typeof Emulators
  })
  after(() => rmSync(folder, { recursive: true }))

  it('export exactly the public names', () => {
    expect(Object.keys(packed)).to.deep.equal(Object.keys(sources))
  })

  it('work in a process that has only this one file', async () => {
    const [entra, directory] = await Promise.all([packed.startEntra(), packed.startDirectory()])
    try {
      expect(await signIn(entra)).to.match(/^eyJ/)
      const wire = await openWire({ url: directory.ldapsUrl, ca: directory.caPem })
      expect((await wire.bind(directory.adminDn, directory.adminPassword)).code).to.equal(0)
    } finally {
      await Promise.all([entra.close(), directory.close()])
    }
  })

  it('import only modules of Node at run time', () => {
    const { all, strangers } = strangersIn(readFileSync(`${root}lib/emulators.js`, 'utf8'))
    expect(all).to.be.greaterThan(10)
    expect(strangers).to.deep.equal([])
  })

  it('include the licence text of every package in them', async () => {
    const packages = await packagesIn('src/emulators/index.ts', 'esm')
    expect(packages.map((name) => name.split(' ')[0])).to.deep.equal(['jose', 'node-forge'])
    expectLicences(`${root}lib/emulators.LICENSES.txt`, packages)
  })
})
