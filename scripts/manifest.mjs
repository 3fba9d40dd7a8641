/**
 * The manifest that is published: without the scripts, whose files are not in the package (`prepare` would try to build
 * where somebody installs an unpacked copy), and without what is needed to develop. npm packs what lies in the folder, so
 * it is exchanged before and put back afterwards.
 *
 *   node scripts/manifest.mjs exchange | restore
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

const root = new URL('../', import.meta.url)
const manifest = new URL('package.json', root)
const folder = new URL('node_modules/.cache/group-writeback/', root)
const original = new URL('package.json', folder)

if (process.argv[2] === 'exchange') {
  const text = readFileSync(manifest, 'utf8')
  const { scripts: _, devDependencies: __, ...published } = JSON.parse(text)
  mkdirSync(folder, { recursive: true })
  writeFileSync(original, text)
  writeFileSync(manifest, `${JSON.stringify(published, undefined, 2)}\n`)
} else if (existsSync(original)) renameSync(original, manifest)
