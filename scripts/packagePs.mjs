/**
 * Packages the PowerShell module as a folder and a zip that need only Node.js. The same sources give the same bytes. The
 * optional argument is the output folder; default: dist/.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { zipSync } from 'fflate'

const root = fileURLToPath(new URL('../', import.meta.url))
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const manifest = readFileSync(join(root, 'ps/GroupWriteback/GroupWriteback.psd1'), 'utf8')
const moduleVersion = /ModuleVersion\s*=\s*'(.*)'/.exec(manifest)?.[1]
if (moduleVersion !== version)
  throw new Error(`The versions differ: module ${moduleVersion}, package ${version}.`)
if (!existsSync(join(root, 'lib/entry.cjs')))
  throw new Error('lib/entry.cjs is missing: run "npm run build".')

/** Sources by target path. The entry is inside the module, so that the module can be copied anywhere. */
const content = {
  'ps/GroupWriteback': 'GroupWriteback',
  'lib/entry.cjs': 'GroupWriteback/lib/entry.cjs',
  'lib/entry.LICENSES.txt': 'GroupWriteback/lib/entry.LICENSES.txt',
  LICENSE: 'GroupWriteback/LICENSE',
  'ps/runbooks': 'runbooks',
  'ps/README.md': 'README.md',
}

const name = `GroupWriteback-${version}`
const output = resolve(process.argv[2] ?? join(root, 'dist'))
const folder = join(output, name)
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
for (const [from, to] of Object.entries(content))
  cpSync(join(root, from), join(folder, to), { recursive: true })

const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .map((file) => [relative(folder, file).replaceAll('\\', '/'), new Uint8Array(readFileSync(file))])
  .sort(([a], [b]) => (a < b ? -1 : 1))
// The first date of the zip format, in local time as the format has it, so that the bytes do not depend on the clock.
const zip = zipSync(Object.fromEntries(files), { level: 9, mtime: new Date(1980, 0, 1) })
writeFileSync(join(output, `${name}.zip`), zip)
process.stdout.write(`${join(output, name)}.zip: ${files.length} files, ${zip.length} bytes\n`)
