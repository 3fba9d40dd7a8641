/** The programs of the pages: each has to compile against the package's types, and to run. */
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

// Never the synchronous one: the servers live in this process.
const execute = promisify(execFile)
const programs = allBlocks.filter(({ language }) => language === 'ts')

/** The compiler's complaints about a program that lies in the root of the package, where its own name is known. */
function complaints(text: string): string[] {
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

  it('are there', () => expect(programs).to.not.be.empty)

  for (const { page, line, text, output = '' } of programs) {
    it(`compile: ${page}:${line}`, () => expect(complaints(text)).to.deep.equal([]))

    it(`run: ${page}:${line}`, async () => {
      const file = join(reader.folder, `line-${line}.mts`)
      writeFileSync(file, text)
      const args = [...runTypeScript, file]
      const { stdout } = await execute(process.execPath, args, { cwd: reader.folder })
      expect(stdout).to.match(patternOf(output))
    })
  }
})
