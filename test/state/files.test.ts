import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { ensureFolder, hasValueTypes, type ValueType } from '../../src/state/files.js'
import { skipNeeding } from '../support/needing.js'

describe('ensureFolder', () => {
  let parent: string
  before(() => (parent = mkdtempSync(join(tmpdir(), 'group-writeback-test-'))))
  after(() => rmSync(parent, { recursive: true }))
  const codeOf = (work: Promise<void>) =>
    work.then(
      () => 'done',
      (error: unknown) => (error as NodeJS.ErrnoException).code,
    )

  it('creates the folder and its parents with access for this account only, also in parallel', async () => {
    const folder = join(parent, 'a/b/c')
    await Promise.all([ensureFolder(folder), ensureFolder(folder), ensureFolder(join(parent, 'a/b'))])
    await ensureFolder(folder)
    expect(statSync(folder).isDirectory()).to.equal(true)
    if (process.platform !== 'win32') expect(statSync(folder).mode & 0o777).to.equal(0o700)
  })

  it('fails with EEXIST if the folder or a parent is a file', async () => {
    const file = join(parent, 'file')
    writeFileSync(file, '')
    expect(await codeOf(ensureFolder(file))).to.equal('EEXIST')
    expect(await codeOf(ensureFolder(join(file, 'below')))).to.equal('EEXIST')
  })

  it('fails with ENOENT instead of looping where no folder can be created (/proc)', async function () {
    if (!existsSync('/proc/self')) skipNeeding(this, 'Linux')
    expect(await codeOf(ensureFolder('/proc/self/no/such/folder'))).to.equal('ENOENT')
  })
})

describe('isRecord', () => {
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
    it(`accepts a property with ${JSON.stringify(value) ?? 'undefined'} as type ${type} only`, () => {
      const accepted = types.filter((valueType) => hasValueTypes({ value }, { value: valueType }))
      expect(accepted).to.deep.equal(type === 'none' ? [] : [type])
    })

    it(`returns ${type === 'object'} for ${JSON.stringify(value) ?? 'undefined'}`, () => {
      expect(hasValueTypes(value, {})).to.equal(type === 'object')
    })
  }

  it('requires all listed properties and permits others', () => {
    const kinds = { a: 'string', b: 'array' } as const
    expect(hasValueTypes({ a: '', b: [], c: 5 }, kinds)).to.equal(true)
    expect(hasValueTypes({ a: '' }, kinds)).to.equal(false)
    expect(hasValueTypes({ a: '', b: {} }, kinds)).to.equal(false)
  })
})
