/** Checks that messages contain no words of the command line, and that the module has its own texts for each code. */
import { expect } from 'chai'
import { actions, errorCodes } from '../../src/index.js'
import { filesIn, read } from '../project/source.js'
import { describePwsh, quoted, valuesOf } from './pwsh.js'

/** Options and commands of the command line. Only the command line and the report may use them. */
const commandLine = /(?<![\w-])--[a-z][a-z-]+|"?group-writeback (?!\w+ (?:has|is))[a-z]+/

const sentences = filesIn('src')
  .filter((file) => !/^src\/(cli|demo|emulators|entry|report)/.test(file))
  .flatMap((file) => {
    const code = read(file).replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    return (code.match(/'[^'\n]*'|`[^`]*`/g) ?? []).map((text) => `${file}: ${text}`)
  })

describe('messages of the library', () => {
  it('contain no option and no command of the command line', () => {
    expect(sentences.length).to.be.greaterThan(100)
    expect(sentences.filter((text) => text.includes(' ') && commandLine.test(text))).to.deep.equal([])
  })
})

describePwsh('texts of the module', () => {
  it('include a hint for every action code of the library', async () => {
    const hints = await valuesOf<string>(
      `& (Get-Module GroupWriteback) { ${actions.map(quoted).join(', ')} | ForEach-Object { Get-ActionText $_ } }`,
    )
    expect(hints).to.have.length(actions.length)
    expect(hints.filter((text) => text === '' || commandLine.test(text))).to.deep.equal([])
  })

  it('include an error category for every error code of the library', async () => {
    const [without] = await valuesOf<string[]>(
      `, @(& (Get-Module GroupWriteback) {
        ${errorCodes.map(quoted).join(', ')} | Where-Object { "$(Get-ErrorCategory $_)" -eq 'NotSpecified' }
      })`,
    )
    expect(without).to.deep.equal(['internal'])
  })
})
