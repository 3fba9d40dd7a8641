/** Checks that the configurations of the pages are valid, apart from their files and ids. */
import { expect } from 'chai'
import { parse, type ParseError } from 'jsonc-parser'
import { loadConfig, WritebackError, type WrittenConfig } from '../../src/index.js'
import { isRun } from './notRun.js'
import { allBlocks } from './pages.js'

/** Completes a configuration of which a page shows a part. */
const base = {
  entra: { tenantId: 'contoso.onmicrosoft.com', credential: { type: 'managedIdentity' } },
  directory: {
    urls: ['ldaps://dc1.corp.contoso.com'],
    bind: { dn: 'svc-writeback@corp.contoso.com', password: { env: 'AD_PASSWORD' } },
    container: 'OU=Cloud Groups,DC=corp,DC=contoso,DC=com',
  },
}

const shown = allBlocks.filter((block) => /^jsonc?$/.test(block.language) && isRun(block))

describe('the configurations of the pages', () => {
  it('are found', () => expect(shown.length).to.be.greaterThan(3))

  for (const { page, line, language, text } of shown) {
    it(`are valid: ${page}:${line}`, async () => {
      const slips: ParseError[] = []
      const part = parse(text, slips, { disallowComments: language === 'json' }) as Partial<WrittenConfig>
      expect(slips).to.deep.equal([])
      const error = await loadConfig({ ...base, ...part } as WrittenConfig).catch((thrown: unknown) => thrown)
      const problems = error instanceof WritebackError ? error.problems : []
      const messages = problems.map(({ message }) => message)
      expect(
        messages.filter(
          (message) => !/(Path|password\.file): names a file that|: is a placeholder\./.test(message),
        ),
      ).to.deep.equal([])
    })
  }
})
