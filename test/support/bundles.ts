/** What is in a file that was bundled, and what has to be said of it. */
import { expect } from 'chai'
import { readFileSync } from 'node:fs'
import { build, type Format } from 'esbuild'
import { root } from '../project/source.js'

/** Name and version of every package that a program brings along. */
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

/** Holds a file of licences to be those of exactly these packages, with their words. */
export function expectLicences(path: string, packages: readonly string[]): void {
  const texts = readFileSync(path, 'utf8').split(`\n${'='.repeat(80)}\n\n`)
  const had = new Map(texts.map((text) => [/^(\S+ \S+) \(.+\)\n/.exec(text)?.[1] ?? '', text]))
  expect([...had.keys()].sort()).to.deep.equal(packages)
  for (const [name, text] of had) expect(text, name).to.match(/copyright[\s\S]{300}/i)
}

/** What a bundle asks for, before it can run or later, and Node does not have. */
export function strangersIn(text: string): { all: number; strangers: string[] } {
  const asked = [...text.matchAll(/\brequire\("([^"]+)"\)|\bimport\b(?:[\w\s{},*$]+\bfrom)?\s*\(?"([^"]+)"/g)]
  const names = asked.map(([, required, imported]) => required ?? imported ?? '')
  const builtin = new Set(process.getBuiltinModule('node:module').builtinModules)
  return { all: names.length, strangers: names.filter((name) => !builtin.has(name.replace(/^node:/, ''))) }
}
