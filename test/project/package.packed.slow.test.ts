/** What npm packs with the scripts that run before and after, in a copy: they exchange the manifest. */
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { ensureBuilt } from '../support/cli.js'
import { root } from './source.js'

type Manifest = Record<string, unknown> & { scripts?: Record<string, string> }

const readManifest = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest

describe('the npm package, packed', function () {
  this.timeout(300_000)
  let folder: string
  let copy: string
  let home: string
  const npm = (cwd: string, ...args: string[]) =>
    execFileSync('npm', [...args, '--offline', '--no-audit', '--no-fund'], { cwd, stdio: 'pipe' })

  before(() => {
    ensureBuilt()
    folder = mkdtempSync(join(tmpdir(), 'group-writeback-packed-'))
    copy = join(folder, 'copy')
    for (const part of ['package.json', 'README.md', 'LICENSE', 'lib', 'scripts/manifest.mjs'])
      cpSync(join(root, part), join(copy, part), { recursive: true })
    // All but the build, which is there already and needs the sources.
    const manifest = readManifest(copy)
    const scripts = { ...manifest.scripts, build: 'node --version' }
    writeFileSync(join(copy, 'package.json'), JSON.stringify({ ...manifest, scripts }))
    npm(copy, 'pack', '--pack-destination', folder)
    home = join(folder, 'package')
    const [packed = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
    execFileSync('tar', ['-xzf', join(folder, packed), '-C', folder])
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  it('has no scripts and nothing that is for development, and everything else', () => {
    const { scripts, devDependencies, ...others } = readManifest(root)
    expect([scripts, devDependencies]).to.not.include(undefined)
    expect(readManifest(home)).to.deep.equal(others)
  })

  it('leaves the manifest in the folder as it was', () => {
    expect(readManifest(copy).scripts).to.include.keys('build', 'prepare', 'test')
  })

  it('builds nothing where its folder is installed', () => {
    const user = join(folder, 'user')
    mkdirSync(user)
    writeFileSync(join(user, 'package.json'), '{ "private": true }')
    npm(user, 'install', home)
    expect(existsSync(join(user, 'node_modules/group-writeback/lib/index.js'))).to.equal(true)
  })
})
