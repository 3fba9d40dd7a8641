/** What the library names by a code, this module says in its own words. */
import { expect } from 'chai'
import { actions, errorCodes } from '../../src/index.js'
import { filesIn, read } from '../project/source.js'
import { describePwsh, quoted, valuesOf } from './pwsh.js'

/** The command line's own words. Only the command line and the report, which speaks for it, may use them. */
const commandLine = /(?<![\w-])--[a-z][a-z-]+|"?group-writeback (?!\w+ (?:has|is))[a-z]+/

const sentences = filesIn('src')
  .filter((file) => !/^src\/(cli|demo|emulators|entry|report)/.test(file))
  .flatMap((file) => {
    const code = read(file).replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    return (code.match(/'[^'\n]*'|`[^`]*`/g) ?? []).map((text) => `${file}: ${text}`)
  })

describe('messages', () => {
  it('name no option and no command of the command line', () => {
    expect(sentences.length).to.be.greaterThan(100)
    expect(sentences.filter((text) => text.includes(' ') && commandLine.test(text))).to.deep.equal([])
  })
})

describePwsh('words', () => {
  it('say what helps, for every action of the library', async () => {
    const said = await valuesOf<string>(
      `& (Get-Module GroupWriteback) { ${actions.map(quoted).join(', ')} | ForEach-Object { Get-ActionText $_ } }`,
    )
    expect(said).to.have.length(actions.length)
    expect(said.filter((text) => text === '' || commandLine.test(text))).to.deep.equal([])
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
