/** Checks that parameters of several commands are equal in each: attributes, type, help and order. */
import { expect } from 'chai'
import { root } from '../project/source.js'
import { describePwsh, quoted, valuesOf } from './pwsh.js'
import { ownParameters, sharedParameters } from './sharedParameters.js'

interface Parameter {
  command: string
  name: string
  declaration: string[]
  default: string
  help: string
}

const script = `${root}test/ps/parameters.ps1`
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim()

describePwsh('shared parameters', function () {
  this.timeout(60_000)
  let parameters: Parameter[]
  const of = (command: string) => parameters.filter((one) => one.command === command)

  before(async () => {
    const folder = `${root}ps/GroupWriteback/Public`
    parameters = await valuesOf<Parameter>(`& ${quoted(script)} ${quoted(folder)}`, { module: false })
  })

  for (const [name, { commands, declaration, help, hasOwnDefault }] of Object.entries(sharedParameters)) {
    it(`-${name} has the same declaration and help in every command`, () => {
      for (const command of commands) {
        const found = of(command).find((one) => one.name === name)
        expect(found?.declaration, command).to.deep.equal(declaration)
        expect(found?.default, command).to.equal('')
        const text = found?.help ?? ''
        if (hasOwnDefault) expect(text, command).to.match(/ Default: [^.]+\.$/)
        expect(hasOwnDefault ? text.replace(/ Default: [^.]+\.$/, '') : text, command).to.equal(oneLine(help))
      }
    })
  }

  it('are listed completely, and every other parameter belongs to one command', () => {
    const isShared = ({ command, name }: Parameter) => sharedParameters[name]?.commands.includes(command)
    const own = Object.keys(ownParameters).map((command) => [
      command,
      of(command)
        .filter((one) => !isShared(one))
        .map(({ name }) => name),
    ])
    expect(Object.fromEntries(own)).to.deep.equal(ownParameters)
    expect(new Set(parameters.map(({ command }) => command))).to.deep.equal(
      new Set(Object.keys(ownParameters)),
    )
  })

  it('have the same order in every command', () => {
    const order = Object.keys(sharedParameters)
    for (const command of Object.keys(ownParameters)) {
      const own = ownParameters[command] ?? []
      const names = of(command)
        .map(({ name }) => name)
        .filter((name) => !own.includes(name))
      expect(names, command).to.deep.equal(order.filter((name) => names.includes(name)))
    }
  })
})
