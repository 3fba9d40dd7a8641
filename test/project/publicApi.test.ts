import { expect } from 'chai'
import { readFileSync, writeFileSync } from 'node:fs'
import { publicApi } from './publicApi.js'
import { root } from './source.js'

const doors = {
  'group-writeback': ['src/index.ts', 'publicApi.txt'],
  'group-writeback/emulators': ['src/emulators/index.ts', 'publicApi.emulators.txt'],
} as const

describe('the public API', function () {
  this.timeout(300_000)

  for (const [name, [source, agreed]] of Object.entries(doors)) {
    it(`equals the recorded one: ${name} (UPDATE_API=1 records a change)`, () => {
      const file = `${root}test/project/${agreed}`
      const api = `${publicApi(source)}\n`
      if (process.env['UPDATE_API']) writeFileSync(file, api)
      expect(api).to.equal(readFileSync(file, 'utf8'))
    })
  }
})
