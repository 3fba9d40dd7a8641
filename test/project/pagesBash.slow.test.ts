/** Runs the shell commands of each page in order and compares their output with the shown one. */
import { expect } from 'chai'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCertificate } from '../../src/entra/signIn/certificate.js'
import { loadConfig, type WrittenConfig } from '../../src/index.js'
import { id } from '../report/fixture.js'
import { isRun } from './notRun.js'
import { blocksOf, pages, patternOf } from './pages.js'
import { asWritten, newReader, type Reader } from './reader.js'

/** Preparations of a page that assumes an earlier state. */
const given: Record<string, (reader: Reader) => Promise<unknown>> = {
  'docs/entra-app.md': ({ bash }) =>
    bash([
      `openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=test -keyout k.pem -out c.pem 2>&1
      echo of-the-pfx > pfx-password.txt && echo of-the-key > group-writeback.password.txt
      openssl pkcs12 -export -inkey k.pem -in c.pem -out group-writeback.pfx -passout file:pfx-password.txt`,
    ]),
  // An object of Microsoft's writeback: with its anchor, and one member missing.
  'docs/migration.md': async ({ stage }) => {
    for (const name of ['Finance', 'Platform']) {
      const id = stage.company.groups.get(name) ?? ''
      const anchor = `Group_${id}`
      stage.directory.addGroup({
        name: `${name}_${id.slice(-12)}`,
        ou: stage.container,
        members: [stage.company.employee(62).dn],
        attributes: { adminDescription: anchor, 'msDS-ExternalDirectoryObjectId': anchor },
      })
    }
    const config = JSON.parse(readFileSync(stage.config, 'utf8')) as WrittenConfig
    const filter = "displayName in ('Finance','Platform')"
    writeFileSync(stage.config, JSON.stringify({ ...config, scope: { groups: { filter } } }))
  },
}

/** Checks of the effects of the commands of a page. */
const done: Record<string, (reader: Reader, said: string) => Promise<unknown>> = {
  'README.md': async ({ folder, stage }, said) => {
    for (const word of ['Ready: ', 'Enabled: ', 'Pending: ', 'Applied: ']) expect(said).to.include(word)
    expect(stage.directory.find('displayName', 'Sales')).to.have.length(1)
    await readCertificate(join(folder, 'group-writeback.pem'), undefined)
    // The file of `init`, with the ids of a registration.
    const text = readFileSync(join(folder, asWritten), 'utf8')
    writeFileSync(join(folder, asWritten), text.replaceAll(/0{8}-0000-0000-0000-0{12}/g, id(1)))
    expect((await loadConfig(join(folder, asWritten))).scope.groups).to.equal('selected')
  },
  'docs/entra-app.md': async ({ folder, bash }) => {
    await readCertificate(join(folder, 'group-writeback.pem'), undefined)
    const [convert = ''] = blocksOf('docs/entra-app.md').flatMap(({ text }) =>
      /pkcs12/.test(text) ? [text] : [],
    )
    await bash([convert])
    await readCertificate(join(folder, 'group-writeback.pem'), 'of-the-key')
  },
  'docs/migration.md': async ({ stage }) => {
    expect(stage.directory.find('displayName', 'Finance')[0]?.dn).to.match(/^CN=Finance_63da60cd4b64,/)
  },
}

describe('the shell commands of the pages', function () {
  this.timeout(180_000)

  for (const page of pages) {
    const blocks = blocksOf(page).filter((block) => block.language === 'bash' && isRun(block))
    if (blocks.length === 0) continue
    it(`of ${page} run with the shown output`, async () => {
      const reader = await newReader()
      try {
        await given[page]?.(reader)
        const outputs = await reader.bash(blocks.map(({ text }) => text))
        expect(outputs).to.have.length(blocks.length)
        for (const [index, { output, line }] of blocks.entries())
          if (output !== undefined) expect(outputs[index], `line ${line}`).to.match(patternOf(output))
        await done[page]?.(reader, outputs.join(''))
      } finally {
        await reader.close()
      }
    })
  }

  it('include npm ci and npm test', () => {
    const block = blocksOf('README.md').find(({ text }) => text.includes('npm test'))
    expect(block?.text).to.equal('npm ci && npm test\n')
  })
})
