/** Collects the licence texts that must accompany bundled packages: their own, or the standard text of the named licence. */
import { readdir, readFile } from 'node:fs/promises'

/** Returns the licences of every package in a bundle, from esbuild's metafile. */
export async function licencesOf({ inputs }, root) {
  const packages = new Set(
    Object.keys(inputs).flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[0] ?? []),
  )
  const texts = await Promise.all(
    [...packages].sort().map((folder) => licenceOf(new URL(`${folder}/`, root))),
  )
  return texts.join(`\n${'='.repeat(80)}\n\n`)
}

/** @param folder the folder of the package, a URL that ends with a slash */
async function licenceOf(folder) {
  const { name, version, license, author, contributors } = JSON.parse(await read(folder, /^package\.json$/))
  const readme = await read(folder, /^readme(\.|$)/i)
  const kind = license ?? (/MIT licen[cs]e/i.test(readme) ? 'MIT' : undefined)
  const own =
    (await read(folder, /^licen[cs]e(\.|$)/i)) || /Copyright \(c\)[\s\S]*AS IS[\s\S]*/i.exec(readme)?.[0]
  const text = own ?? (kind === 'MIT' ? mit([author, ...(contributors ?? [])].map(nameOf).join(', ')) : '')
  if (!kind || !/copyright/i.test(text))
    throw new Error(`The licence of ${name} is incomplete: its name or its copyright notice is missing.`)
  return `${name} ${version} (${kind})\n\n${text.trimEnd()}\n`
}

/** Returns the text of the first file with a matching name, or an empty string. */
async function read(folder, name) {
  const file = (await readdir(folder)).find((entry) => name.test(entry))
  return file ? await readFile(new URL(file, folder), 'utf8') : ''
}

const nameOf = (person) => (typeof person === 'string' ? person : (person?.name ?? ''))

const mit = (holder) => `The MIT License (MIT)

Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
`
