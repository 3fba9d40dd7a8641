import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { ensureFolder, isRecord, type ValueType } from '../../src/state/files.js'
import { skipNeeding } from '../support/needing.js'

describe('the folder of the state', () => {
  let place: string
  before(() => (place = mkdtempSync(join(tmpdir(), 'group-writeback-test-'))))
  after(() => rmSync(place, { recursive: true }))
  const codeOf = (work: Promise<void>) =>
    work.then(
      () => 'done',
      (error: unknown) => (error as NodeJS.ErrnoException).code,
    )

  it('is made with every folder above it, for this account alone, once or by several at a time', async () => {
    const folder = join(place, 'a/b/c')
    await Promise.all([ensureFolder(folder), ensureFolder(folder), ensureFolder(join(place, 'a/b'))])
    await ensureFolder(folder)
    expect(statSync(folder).isDirectory()).to.equal(true)
    if (process.platform !== 'win32') expect(statSync(folder).mode & 0o777).to.equal(0o700)
  })

  it('is an error where a file stands in its way', async () => {
    const file = join(place, 'file')
    writeFileSync(file, '')
    expect(await codeOf(ensureFolder(file))).to.equal('EEXIST')
    expect(await codeOf(ensureFolder(join(file, 'below')))).to.equal('EEXIST')
  })

  it('is an error, and does not take for ever, where none can be made', async function () {
    if (!existsSync('/proc/self')) skipNeeding(this, 'Linux')
    expect(await codeOf(ensureFolder('/proc/self/no/such/folder'))).to.equal('ENOENT')
  })
})

describe('a record', () => {
  const values: Array<[value: unknown, type: ValueType | 'none']> = [
    ['', 'string'],
    ['x', 'string'],
    [0, 'number'],
    [{}, 'object'],
    [{ length: 0 }, 'object'],
    [[], 'array'],
    [[1], 'array'],
    [null, 'none'],
    [undefined, 'none'],
    [true, 'none'],
  ]
  const types: ValueType[] = ['string', 'number', 'object', 'array']
  for (const [value, type] of values) {
    it(`may hold ${JSON.stringify(value) ?? 'undefined'} where it is to be ${type}, and nowhere else`, () => {
      const fitting = types.filter((one) => isRecord({ value }, { value: one }))
      expect(fitting).to.deep.equal(type === 'none' ? [] : [type])
    })

    it(`is ${JSON.stringify(value) ?? 'undefined'}: ${type === 'object'}`, () => {
      expect(isRecord(value, {})).to.equal(type === 'object')
    })
  }

  it('has all of its values, and perhaps others', () => {
    const kinds = { a: 'string', b: 'array' } as const
    expect(isRecord({ a: '', b: [], c: 5 }, kinds)).to.equal(true)
    expect(isRecord({ a: '' }, kinds)).to.equal(false)
    expect(isRecord({ a: '', b: {} }, kinds)).to.equal(false)
  })
})
