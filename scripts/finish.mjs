/**
 * After the compiler: the schema as a file for editors, the command as something that can be run, the types of the
 * emulators' public names without those of their inside, which is one file, and what is packed.
 */
import { chmod, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { configSchema } from '../lib/config/schema.js'

const lib = new URL('../lib/', import.meta.url)
await writeFile(new URL('config.schema.json', lib), `${JSON.stringify(configSchema, undefined, 2)}\n`)
await chmod(new URL('cli.js', lib), 0o755)
// npm leaves out what a .gitignore on the way names, which here is everything; an .npmignore stands in its place.
await writeFile(new URL('.npmignore', lib), '*.map\n*.tsbuildinfo\n.gitignore\n')

const emulators = fileURLToPath(new URL('emulators/', lib))
const types = ts.createProgram([`${emulators}index.d.ts`], {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: [],
})
const reached = new Set(types.getSourceFiles().map(({ fileName }) => fileName))
for (const path of ts.sys.readDirectory(emulators)) if (!reached.has(path)) await rm(path)
