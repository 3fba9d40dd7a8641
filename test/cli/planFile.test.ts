import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { readPlanFile } from '../../src/cli/planFile.js'
import { WritebackError } from '../../src/errors.js'

describe('readPlan', () => {
  let folder: string
  before(() => (folder = mkdtempSync(join(tmpdir(), 'group-writeback-test-'))))
  after(() => rmSync(folder, { recursive: true }))

  const plan = { planHash: 'x', target: 'OU=Grüppen', groups: [] }
  const text = JSON.stringify(plan)
  const forms: Record<string, Buffer> = {
    'UTF-8': Buffer.from(text),
    'UTF-8 with a byte order mark': Buffer.from(`\uFEFF${text}`),
    'UTF-16, which Windows PowerShell writes': Buffer.from(`\uFEFF${text}\r\n`, 'utf16le'),
  }
  for (const [form, bytes] of Object.entries(forms)) {
    it(`reads a plan in ${form}`, async () => {
      const file = join(folder, 'plan.json')
      writeFileSync(file, bytes)
      expect(await readPlanFile(file)).to.deep.equal(plan)
    })
  }

  it('throws planInvalid if the file is missing or not JSON', async () => {
    const file = join(folder, 'other.json')
    writeFileSync(file, 'Name  Status')
    const refusal = (name: string) =>
      readPlanFile(name).then(
        () => 'no error',
        (error: unknown) => (error instanceof WritebackError ? `${error.code}: ${error.message}` : error),
      )
    expect(await refusal(file)).to.equal(`planInvalid: ${file} does not contain a plan.`)
    expect(await refusal(`${file}.no`)).to.equal(`planInvalid: ${file}.no cannot be read.`)
  })
})
