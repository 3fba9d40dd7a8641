import { expect } from 'chai'
import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ensureBuilt, runCli } from '../support/cli.js'
import { faultOf, linksOf } from './links.js'
import { exceptions, isMeant, isRun } from './notRun.js'
import { allBlocks, blocksOf, generatedIn, pages, type Block } from './pages.js'
import { newReader } from './reader.js'
import { read, root } from './source.js'

const execute = promisify(execFile)

/** Returns true for a page with generated sections, which "npm run docs" writes. */
const isGenerated = (page: string) => page === 'README.md' || page.startsWith('docs/')

describe('the documentation', function () {
  this.timeout(120_000)

  it('has up-to-date generated sections (run "npm run docs" to write them)', async () => {
    ensureBuilt()
    const check = [join(root, 'scripts/docs.mjs'), '--check']
    const { code, stderr } = await execute(process.execPath, check).then(
      () => ({ code: 0, stderr: '' }),
      (error: { code: number; stderr: string }) => error,
    )
    expect(stderr).to.equal('')
    expect(code).to.equal(0)
  })

  it('has every generated section on exactly one page', () => {
    const source = read('scripts/docs/sections.mjs')
    const names = [...source.slice(source.indexOf('export const sections')).matchAll(/^ {2}(\w+):/gm)]
    expect(names).to.not.be.empty
    expect(pages.filter(isGenerated).flatMap(generatedIn).sort()).to.deep.equal(
      names.map(([, name]) => name).sort(),
    )
  })

  it('names only existing npm scripts', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const named = pages.flatMap((page) =>
      [...read(page).matchAll(/\bnpm run ([\w:]+)/g)].map(([, name]) => name),
    )
    expect(named).to.include.members(['demo', 'docs', 'package:ps'])
    expect(scripts).to.include.keys(...named.map((name) => name ?? ''), 'test')
  })

  it('names only existing paths', () => {
    for (const page of ['docs/architecture.md', 'src/emulators/README.md', 'CONTRIBUTING.md']) {
      const paths = [...read(page).matchAll(/`((?:src|test|scripts|docs|\.ci)\/[\w./-]*)`/g)].map(
        ([, path]) => path ?? '',
      )
      expect(paths).to.not.be.empty
      expect(paths.filter((path) => !existsSync(join(root, path)))).to.deep.equal([])
    }
  })

  it('links only to existing files and headings', () => {
    const faults = pages.flatMap((page) => linksOf(page).map((link) => faultOf(page, link)))
    expect(faults).to.not.be.empty
    expect(faults.filter((fault) => fault !== undefined)).to.deep.equal([])
  })

  it('is linked from the README, every page of it', () => {
    const linked = linksOf('README.md').map((link) => link.split('#')[0])
    expect(pages.filter((page) => page.startsWith('docs/') && !linked.includes(page))).to.deep.equal([])
  })

  it('has no code block that is neither run nor listed in notRun.ts', () => {
    const run = ['bash', 'powershell', 'ts', 'json', 'jsonc']
    const known = (block: Block) => [...run, 'text'].includes(block.language) || !isRun(block)
    const diagram = ({ page, language }: Block) => page === 'docs/architecture.md' && language === ''
    expect(allBlocks.filter((block) => !known(block) && !diagram(block))).to.deep.equal([])
  })

  it('shows output only below blocks that are run', () => {
    const owners = pages.flatMap((page) => blocksOf(page).filter(({ output }) => output !== undefined))
    const texts = allBlocks.filter(({ language }) => language === 'text')
    expect(owners).to.have.length(texts.length)
    expect(
      owners.filter((block) => !/^(bash|powershell|ts)$/.test(block.language) || !isRun(block)),
    ).to.deep.equal([])
  })

  for (const exception of exceptions) {
    it(`has one block in ${exception.page} with "${exception.contains}", not run because ${exception.why}`, () => {
      expect(allBlocks.filter((block) => isMeant(block, exception))).to.have.length(1)
    })
  }

  it('delegates the same rights as the tests on a real directory', () => {
    const granted = /\(OA;CI;(\w+);.*?\(OA;CIIO;(\w+);.*?\(OA;CIIO;(\w+);/.exec(
      read('test/support/samba/directory.py'),
    )
    const [, onOu = '', onGroups = '', toDelete = ''] = granted ?? []
    const lines = [
      `/I:T /G "CORP\\svc-writeback:${onOu};group"`,
      `/I:S /G "CORP\\svc-writeback:${onGroups}${toDelete};;group"`,
    ]
    for (const page of ['README.md', 'docs/directory-account.md']) {
      const text = blocksOf(page)
        .find(({ language }) => language === 'bat')
        ?.text.trimEnd()
      const ou = 'dsacls "OU=Cloud Groups,DC=corp,DC=contoso,DC=com"'
      expect(text, page).to.equal(lines.map((line) => `${ou} ${line}`).join('\n'))
    }
  })

  it('shows a systemd service whose command line works', async () => {
    const service = blocksOf('docs/operations.md').find(({ text }) => text.includes('ExecStart='))?.text ?? ''
    const [, script = '', args = ''] =
      /^ExecStart=\/usr\/bin\/node node_modules\/group-writeback\/(\S+) (.*)$/m.exec(service) ?? []
    expect(existsSync(join(root, script))).to.equal(true)
    const reader = await newReader()
    try {
      expect((await runCli(args.split(' '), { cwd: reader.folder })).code).to.equal(0)
    } finally {
      await reader.close()
    }
  })

  it('shows the keys of the message that the runbook posts', () => {
    const text = blocksOf('docs/powershell.md').find(({ language }) => language === 'json')?.text ?? '{}'
    const runbook = readFileSync(join(root, 'ps/runbooks/Submit-GroupWritebackPlan.Runbook.ps1'), 'utf8')
    const keys = Object.keys(JSON.parse(text) as object)
    expect(keys.filter((key) => !new RegExp(`^ +${key} += `, 'm').test(runbook))).to.deep.equal([])
  })
})
