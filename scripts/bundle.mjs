/**
 * The packaged entry: one file that runs where no node_modules is, and the licences of everything in it beside it.
 * CommonJS, since Node starts it fastest and any Node from 20 on can run it.
 */
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { build } from 'esbuild'

const root = new URL('../', import.meta.url)
const { version } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'))

const { metafile } = await build({
  absWorkingDir: root.pathname,
  entryPoints: ['src/entry.ts'],
  outfile: 'lib/entry.cjs',
  bundle: true,
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
})

const packages = new Set(
  Object.keys(metafile.inputs).flatMap(
    (path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[0] ?? [],
  ),
)
const texts = await Promise.all([...packages].sort().map(licenceOf))
await writeFile(new URL('lib/entry.LICENSES.txt', root), texts.join(`\n${'='.repeat(80)}\n\n`))

async function licenceOf(folder) {
  const {
    name,
    version: its,
    license,
  } = JSON.parse(await readFile(new URL(`${folder}/package.json`, root), 'utf8'))
  const file = (await readdir(new URL(folder, root))).find((entry) => /^licen[cs]e(\.|$)/i.test(entry))
  const text = file ? await readFile(new URL(`${folder}/${file}`, root), 'utf8') : `Licence: ${license}\n`
  return `${name} ${its} (${license})\n\n${text.trimEnd()}\n`
}
