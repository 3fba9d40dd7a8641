import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { readSecret } from '../../src/config/secrets.js'
import type { SecretReference } from '../../src/config/types.js'
import { WritebackError } from '../../src/errors.js'
import { temporaryFolder } from './fixture.js'
import { runTypeScript } from '../support/typescript.js'

const read = (reference: SecretReference) => readSecret(reference, 'directory.bind.password')

async function refusal(reference: SecretReference): Promise<WritebackError> {
  const outcome = await read(reference).catch((error: unknown) => error)
  if (outcome instanceof WritebackError) return outcome
  throw new Error('A secret was found.')
}

describe('a secret in the environment', () => {
  const name = 'GROUP_WRITEBACK_TEST_SECRET'
  afterEach(() => void delete process.env[name])

  it('is what stands there', async () => {
    process.env[name] = ' päss word '
    expect(await read({ env: name })).to.equal(' päss word ')
  })

  for (const value of [undefined, '']) {
    it(`is missing where the variable is ${value === undefined ? 'not set' : 'empty'}`, async () => {
      if (value !== undefined) process.env[name] = value
      const { code, exitCode, message } = await refusal({ env: name })
      expect({ code, exitCode }).to.deep.equal({ code: 'secretMissing', exitCode: 5 })
      expect(message).to.equal(
        `directory.bind.password: the environment variable ${name} holds no secret. ` +
          `Set ${name}, or write another reference.`,
      )
    })
  }
})

describe('a secret in a file', () => {
  const folder = temporaryFolder()
  const utf16 = (content: string) => Buffer.from(`\uFEFF${content}`, 'utf16le')

  const contents: Array<[what: string, content: string | Uint8Array, secret: string]> = [
    ['nothing else', 'hunter2', 'hunter2'],
    ['a line end', 'hunter2\n', 'hunter2'],
    ['a line end of Windows', 'hunter2\r\n', 'hunter2'],
    ['blanks, which are part of it', ' hunter2 \n', ' hunter2 '],
    ['two line ends, of which one is part of it', 'hunter2\n\n', 'hunter2\n'],
    ['a line in the middle', 'hunter\n2', 'hunter\n2'],
    ['letters beyond ASCII', 'pässwörd😀', 'pässwörd😀'],
    ['a byte order mark', '\uFEFFhunter2\r\n', 'hunter2'],
    ['UTF-16, as Windows PowerShell redirects', utf16('pässwörd\r\n'), 'pässwörd'],
    ['UTF-16, big-endian', utf16('pässwörd\r\n').swap16(), 'pässwörd'],
  ]
  for (const [what, content, secret] of contents) {
    it(`is read with ${what}`, async () => {
      expect(await read({ file: await folder.write('secret.txt', content) })).to.equal(secret)
    })
  }

  for (const content of ['', '\n', '\r\n', '\uFEFF']) {
    it(`is missing where the file holds ${JSON.stringify(content)}`, async () => {
      const file = await folder.write('empty.txt', content)
      expect((await refusal({ file })).message).to.equal(
        `directory.bind.password: the file ${file} holds no secret. ` +
          'Put the secret into the file, readable for this account alone.',
      )
    })
  }

  it('is missing where the file cannot be read, and the reason is kept', async () => {
    const { message, cause } = await refusal({ file: folder.path('nowhere.txt') })
    expect(message).to.match(/^directory\.bind\.password: the file .+nowhere\.txt cannot be read\. Put /)
    expect(cause).to.have.property('code', 'ENOENT')
  })
})

describe('a secret on standard input', () => {
  const source = fileURLToPath(new URL('../../src/config/secrets.ts', import.meta.url))
  /** Asks twice, as both ends of a run may. */
  const program = (before: string) => `
    const { readSecret, supplyStdin } = await import(${JSON.stringify(source)})
    ${before}
    const both = ['first', 'second'].map((path) => readSecret({ stdin: true }, path).catch((error) => error.message))
    process.stdout.write(JSON.stringify(await Promise.all(both)))`

  async function ask(input: string, before = ''): Promise<string[]> {
    const args = [...runTypeScript, '--input-type=module', '--eval', program(before)]
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    child.stdin.end(input)
    return JSON.parse(await text(child.stdout)) as string[]
  }

  it('is read once, for everybody who needs it', async () => {
    expect(await ask('pässwörd\r\n')).to.deep.equal(['pässwörd', 'pässwörd'])
  })

  it('is missing where nothing comes', async () => {
    expect(await ask('\n')).to.deep.equal([
      'first: standard input holds no secret.',
      'second: standard input holds no secret.',
    ])
  })

  it('is what a program says that has read standard input itself', async () => {
    expect(await ask('a request', "supplyStdin('hunter2')")).to.deep.equal(['hunter2', 'hunter2'])
    expect((await ask('a request', "supplyStdin('')"))[0]).to.match(/^first: standard input holds no secret/)
  })
})
