/** Reads the packages in a bundled file and checks their licences. */
import { expect } from 'chai'
import { readFileSync } from 'node:fs'
import { build, type Format } from 'esbuild'
import { root } from '../project/source.js'

/** Returns the name and version of every package in a bundle. */
export async function packagesIn(program: string, format: Format): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [program],
    bundle: true,
    write: false,
    platform: 'node',
    format,
    mainFields: ['module', 'main'],
    metafile: true,
    logLevel: 'silent',
  })
  const folders = Object.keys(metafile.inputs).flatMap(
    (path) => /.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [],
  )
  const manifests = [...new Set(folders)].map(
    (folder) => JSON.parse(readFileSync(`${root}${folder}/package.json`, 'utf8')) as Record<string, string>,
  )
  return [...new Set(manifests.map(({ name, version }) => `${name} ${version}`))].sort()
}

/** Expects a licence file to contain the licences of exactly these packages. */
export function expectLicences(path: string, packages: readonly string[]): void {
  const texts = readFileSync(path, 'utf8').split(`\n${'='.repeat(80)}\n\n`)
  const had = new Map(texts.map((text) => [/^(\S+ \S+) \(.+\)\n/.exec(text)?.[1] ?? '', text]))
  expect([...had.keys()].sort()).to.deep.equal(packages)
  for (const [name, text] of had) expect(text, name).to.match(/copyright[\s\S]{300}/i)
}

/** Returns the modules that a bundle imports, statically or dynamically, and Node.js does not provide. */
export function strangersIn(text: string): { all: number; strangers: string[] } {
  const asked = [...text.matchAll(/\brequire\("([^"]+)"\)|\bimport\b(?:[\w\s{},*$]+\bfrom)?\s*\(?"([^"]+)"/g)]
  const names = asked.map(([, required, imported]) => required ?? imported ?? '')
  const builtin = new Set(process.getBuiltinModule('node:module').builtinModules)
  return { all: names.length, strangers: names.filter((name) => !builtin.has(name.replace(/^node:/, ''))) }
}
