import { expect } from 'chai'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { read, root } from './source.js'

describe('the documentation', () => {
  for (const page of ['src/README.md', 'src/emulators/README.md', 'CONTRIBUTING.md']) {
    it(`names only paths that are there: ${page}`, () => {
      const paths = [...read(page).matchAll(/`((?:src|test|scripts|\.ci)\/[\w./-]*)`/g)].map(
        ([, path]) => path ?? '',
      )
      expect(paths).to.not.be.empty
      expect(paths.filter((path) => !existsSync(join(root, path)))).to.deep.equal([])
    })
  }
})
