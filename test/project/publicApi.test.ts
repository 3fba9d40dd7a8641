import { expect } from 'chai'
import { readFileSync, writeFileSync } from 'node:fs'
import { publicApis } from './publicApi.js'
import { root } from './source.js'

const doors = {
  'group-writeback': ['src/index.ts', 'publicApi.txt'],
  'group-writeback/emulators': ['src/emulators/index.ts', 'publicApi.emulators.txt'],
} as const

describe('the public API', function () {
  this.timeout(300_000)

  let apis: string[]
  before(() => {
    apis = publicApis(Object.values(doors).map(([source]) => source))
  })

  for (const [index, [name, [, agreed]]] of Object.entries(doors).entries()) {
    it(`equals the recorded one: ${name} (UPDATE_API=1 records a change)`, () => {
      const file = `${root}test/project/${agreed}`
      const api = `${apis[index]}\n`
      if (process.env['UPDATE_API']) writeFileSync(file, api)
      expect(api).to.equal(readFileSync(file, 'utf8'))
    })
  }
})
