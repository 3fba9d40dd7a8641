/**
 * What is packed into single files, and the licences of everything in each beside it.
 *
 * The entry runs where no node_modules is. CommonJS, since Node starts it fastest and any Node from 20 on can run it.
 * Node reads a comment ten times faster than code that it may have to run. So the program stands in a comment, behind a
 * beginning that answers what needs no program (`--version`) and otherwise compiles it.
 *
 * The emulators bring their libraries along, so that an installation that only syncs needs none of them.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { licencesOf } from './licences.mjs'

const root = new URL('../', import.meta.url)
const { version } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'))

const options = {
  absWorkingDir: fileURLToPath(root),
  bundle: true,
  write: false,
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'], // some packages' CommonJS form loads its parts by computed names
  minify: true,
  keepNames: true, // names of errors are told by their classes
  metafile: true,
  legalComments: 'none', // the licences stand in a file of their own
  logLevel: 'warning',
}
const entry = {
  ...options,
  format: 'cjs',
  define: { GROUP_WRITEBACK_VERSION: JSON.stringify(version), 'import.meta.url': 'undefined' },
}

const program = await build({
  ...entry,
  entryPoints: ['src/entry/serve.ts'],
  plugins: [{ name: 'kerberos', setup: insteadOf(/^kerberos$/, 'scripts/noKerberos.cjs') }],
})
const beginning = await build({
  ...entry,
  entryPoints: ['src/entry.ts'],
  plugins: [{ name: 'unpack', setup: insteadOf(/\/serve\.js$/, 'scripts/unpackEntry.cjs') }],
})

// What ends a comment is written otherwise inside of one; unpackEntry.cjs undoes it.
const { text } = program.outputFiles[0]
if (text.includes('*%%/')) throw new Error('The program holds what stands for the end of a comment.')
const code = text.replaceAll('*/', '*%%/')
await put('entry.cjs', `${beginning.outputFiles[0].text}/*program\n${code}*/\n`)
await put('entry.LICENSES.txt', await licencesOf(program.metafile, root))

const emulators = await build({
  ...options,
  format: 'esm',
  entryPoints: ['src/emulators/index.ts'],
  plugins: [{ name: 'forge', setup: insteadOf(/^node-forge$/, 'scripts/forge.cjs') }],
  // node-forge is CommonJS and asks for Node's own modules by `require`, which a module does not have.
  banner: {
    js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
  },
})
await put('emulators.js', emulators.outputFiles[0].text)
await put('emulators.LICENSES.txt', await licencesOf(emulators.metafile, root))

function put(name, content) {
  return writeFile(new URL(`lib/${name}`, root), content)
}

function insteadOf(filter, file) {
  return ({ onResolve }) => onResolve({ filter }, () => ({ path: fileURLToPath(new URL(file, root)) }))
}
