/** What the library says of its command line is said of the module's commands here. */
import { expect } from 'chai'
import { errorCodes } from '../../src/index.js'
import { filesIn, read } from '../project/source.js'
import { describePwsh, quoted, valuesOf } from './pwsh.js'

/** The program's own words, and those of the library's functions; whole sentences as they stand in src. */
const theirs =
  /(?<![\w-])--[a-z][a-z-]+|"?group-writeback (?!\w+ (?:has|is))[a-z]+|\bplanWriteback\b|"as"|Pipe /

const sentences = filesIn('src')
  .filter((file) => !/^src\/(cli|demo|emulators|entry)/.test(file))
  .flatMap(
    (file) =>
      read(file)
        .replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
        .match(/'[^'\n]*'|`[^`]*`/g) ?? [],
  )
  .map((text) => text.slice(1, -1))
  .filter((text) => text.includes(' ') && theirs.test(text) && !text.startsWith('# ')) // no pages in Markdown

describePwsh('words', function () {
  this.timeout(30_000)

  it('name commands and parameters of the module, wherever the library names its own', async () => {
    expect(sentences.length).to.be.greaterThan(5)
    const said = await valuesOf<string>(
      `& (Get-Module GroupWriteback) { ${sentences.map(quoted).join(', ')} | ForEach-Object { ConvertTo-PowerShellWord $_ } }`,
    )
    expect(said).to.have.length(sentences.length)
    expect(said.filter((text) => theirs.test(text))).to.deep.equal([])
  })

  it('have a category for every code of the library', async () => {
    const [without] = await valuesOf<string[]>(
      `, @(& (Get-Module GroupWriteback) {
        ${errorCodes.map(quoted).join(', ')} | Where-Object { "$(Get-ErrorCategory $_)" -eq 'NotSpecified' }
      })`,
    )
    expect(without).to.deep.equal(['internal'])
  })
})
