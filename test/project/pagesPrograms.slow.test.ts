/** Compiles the programs of the pages against the types of the package, and runs them. */
import { expect } from 'chai'
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import ts from 'typescript'
import { ensureBuilt } from '../support/cli.js'
import { allBlocks, patternOf } from './pages.js'
import { newReader, type Reader } from './reader.js'
import { root } from './source.js'
import { runTypeScript } from '../support/typescript.js'

// Never execFileSync, because the servers run in this process.
const execute = promisify(execFile)
const programs = allBlocks.filter(({ language }) => language === 'ts')

/** Returns the compiler errors of a program in the root of the package, where the package can import itself. */
function typeErrors(text: string): string[] {
  const file = `${root}example.mts`
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    types: ['node'],
    typeRoots: [`${root}node_modules/@types`],
  }
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile, getSourceFile } = host
  host.fileExists = (name) => name === file || fileExists(name)
  host.readFile = (name) => (name === file ? text : readFile(name))
  host.getSourceFile = (name, ...more) =>
    name === file ? ts.createSourceFile(name, text, more[0]) : getSourceFile(name, ...more)
  const program = ts.createProgram([file], options, host)
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}

describe('the programs of the pages', function () {
  this.timeout(180_000)
  let reader: Reader
  before(async () => {
    ensureBuilt()
    reader = await newReader()
  })
  after(() => reader.close())

  it('are found', () => expect(programs).to.not.be.empty)

  for (const { page, line, text, output = '' } of programs) {
    it(`compile: ${page}:${line}`, () => expect(typeErrors(text)).to.deep.equal([]))

    it(`run: ${page}:${line}`, async () => {
      const file = join(reader.folder, `line-${line}.mts`)
      writeFileSync(file, text)
      const args = [...runTypeScript, file]
      const { stdout } = await execute(process.execPath, args, { cwd: reader.folder })
      expect(stdout).to.match(patternOf(output))
    })
  }
})
