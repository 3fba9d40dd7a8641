/** The emulators as they are packed: one file that needs nothing beside it, and the licences of what is in it. */
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

  it('have the public names, and no others', () => {
    expect(Object.keys(packed)).to.deep.equal(Object.keys(sources))
  })

  it('let clients in, with certificates and tokens made in that one file', async () => {
    const [entra, directory] = await Promise.all([packed.startEntra(), packed.startDirectory()])
    try {
      expect(await signIn(entra)).to.match(/^eyJ/)
      const wire = await openWire({ url: directory.ldapsUrl, ca: directory.caPem })
      expect((await wire.bind(directory.adminDn, directory.adminPassword)).code).to.equal(0)
    } finally {
      await Promise.all([entra.close(), directory.close()])
    }
  })

  it('load nothing at run time but what Node has', () => {
    const { all, strangers } = strangersIn(readFileSync(`${root}lib/emulators.js`, 'utf8'))
    expect(all).to.be.greaterThan(10)
    expect(strangers).to.deep.equal([])
  })

  it('have the licence of every package in them beside them, with its words', async () => {
    const packages = await packagesIn('src/emulators/index.ts', 'esm')
    expect(packages.map((name) => name.split(' ')[0])).to.deep.equal(['jose', 'node-forge'])
    expectLicences(`${root}lib/emulators.LICENSES.txt`, packages)
  })
})
