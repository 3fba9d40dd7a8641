import { expect } from 'chai'
import { readFileSync, writeFileSync } from 'node:fs'
import { publicApi } from './publicApi.js'
import { root } from './source.js'

const file = `${root}test/project/publicApi.txt`

describe('the public API', function () {
  this.timeout(300_000)

  it('is the one that was agreed on (UPDATE_API=1 writes it anew)', () => {
    const api = `${publicApi()}\n`
    if (process.env['UPDATE_API']) writeFileSync(file, api)
    expect(api).to.equal(readFileSync(file, 'utf8'))
  })
})
