/**
 * The packaged entry: one file that runs where no node_modules is, and the licences of everything in it beside it.
 * CommonJS, since Node starts it fastest and any Node from 20 on can run it.
 *
 * Node reads a comment ten times faster than code that it may have to run. So the program stands in a comment, behind a
 * beginning that answers what needs no program (`--version`) and otherwise compiles it.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { licenceOf } from './licences.mjs'

const root = new URL('../', import.meta.url)
const { version } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'))

const options = {
  absWorkingDir: fileURLToPath(root),
  bundle: true,
  write: false,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'], // some packages' CommonJS form loads its parts by computed names
  minify: true,
  keepNames: true, // names of errors are told by their classes
  metafile: true,
  legalComments: 'none', // the licences stand in a file of their own
  logLevel: 'warning',
  define: { GROUP_WRITEBACK_VERSION: JSON.stringify(version), 'import.meta.url': 'undefined' },
}

const program = await build({ ...options, entryPoints: ['src/entry/serve.ts'] })
const beginning = await build({
  ...options,
  entryPoints: ['src/entry.ts'],
  plugins: [{ name: 'unpack', setup: insteadOf(/\/serve\.js$/, 'scripts/unpackEntry.cjs') }],
})

// What ends a comment is written otherwise inside of one; unpackEntry.cjs undoes it.
const { text } = program.outputFiles[0]
if (text.includes('*%%/')) throw new Error('The program holds what stands for the end of a comment.')
const code = text.replaceAll('*/', '*%%/')
await writeFile(new URL('lib/entry.cjs', root), `${beginning.outputFiles[0].text}/*program\n${code}*/\n`)

const packages = new Set(
  Object.keys(program.metafile.inputs).flatMap(
    (path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[0] ?? [],
  ),
)
const texts = await Promise.all([...packages].sort().map((folder) => licenceOf(new URL(`${folder}/`, root))))
await writeFile(new URL('lib/entry.LICENSES.txt', root), texts.join(`\n${'='.repeat(80)}\n\n`))

function insteadOf(filter, file) {
  return ({ onResolve }) => onResolve({ filter }, () => ({ path: fileURLToPath(new URL(file, root)) }))
}
