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
  throw new Error('The secret was read.')
}

describe('a secret in the environment', () => {
  const name = 'GROUP_WRITEBACK_TEST_SECRET'
  afterEach(() => void delete process.env[name])

  it('is read unchanged', async () => {
    process.env[name] = ' päss word '
    expect(await read({ env: name })).to.equal(' päss word ')
  })

  for (const value of [undefined, '']) {
    it(`causes secretMissing if the variable is ${value === undefined ? 'not set' : 'empty'}`, async () => {
      if (value !== undefined) process.env[name] = value
      const { code, exitCode, message } = await refusal({ env: name })
      expect({ code, exitCode }).to.deep.equal({ code: 'secretMissing', exitCode: 5 })
      expect(message).to.equal(
        `directory.bind.password: the environment variable ${name} contains no secret. ` +
          `Set ${name}, or change the reference.`,
      )
    })
  }
})

describe('a secret in a file', () => {
  const folder = temporaryFolder()
  const utf16 = (content: string) => Buffer.from(`\uFEFF${content}`, 'utf16le')

  const contents: Array<[what: string, content: string | Uint8Array, secret: string]> = [
    ['only the secret', 'hunter2', 'hunter2'],
    ['a trailing line break', 'hunter2\n', 'hunter2'],
    ['a trailing Windows line break', 'hunter2\r\n', 'hunter2'],
    ['blanks, which are part of the secret', ' hunter2 \n', ' hunter2 '],
    ['two trailing line breaks, of which the first is part of the secret', 'hunter2\n\n', 'hunter2\n'],
    ['a line break in the middle', 'hunter\n2', 'hunter\n2'],
    ['non-ASCII characters', 'pässwörd😀', 'pässwörd😀'],
    ['a byte order mark', '\uFEFFhunter2\r\n', 'hunter2'],
    ['UTF-16, which Windows PowerShell writes on redirection', utf16('pässwörd\r\n'), 'pässwörd'],
    ['UTF-16, big-endian', utf16('pässwörd\r\n').swap16(), 'pässwörd'],
  ]
  for (const [what, content, secret] of contents) {
    it(`is read from a file with ${what}`, async () => {
      expect(await read({ file: await folder.write('secret.txt', content) })).to.equal(secret)
    })
  }

  for (const content of ['', '\n', '\r\n', '\uFEFF']) {
    it(`causes secretMissing if the content is ${JSON.stringify(content)}`, async () => {
      const file = await folder.write('empty.txt', content)
      expect((await refusal({ file })).message).to.equal(
        `directory.bind.password: the file ${file} contains no secret. ` +
          'Write the secret to the file and let only this account read it.',
      )
    })
  }

  it('causes secretMissing with the cause if the file cannot be read', async () => {
    const { message, cause } = await refusal({ file: folder.path('nowhere.txt') })
    expect(message).to.match(/^directory\.bind\.password: the file .+nowhere\.txt cannot be read\. Write /)
    expect(cause).to.have.property('code', 'ENOENT')
  })
})

describe('a secret on standard input', () => {
  const source = fileURLToPath(new URL('../../src/config/secrets.ts', import.meta.url))
  /** Reads the secret twice, as a run may for the sign-ins to both sides. */
  const program = (before: string) => `
    const { readSecret, supplyStdin } = await import(${JSON.stringify(source)})
    ${before}
    const both = ['first', 'second'].map((path) => readSecret({ stdin: true }, path).catch((error) => error.message))
    process.stdout.write(JSON.stringify(await Promise.all(both)))`

  async function readTwice(input: string, before = ''): Promise<string[]> {
    const args = [...runTypeScript, '--input-type=module', '--eval', program(before)]
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    child.stdin.end(input)
    return JSON.parse(await text(child.stdout)) as string[]
  }

  it('is read once and returned to every reference', async () => {
    expect(await readTwice('pässwörd\r\n')).to.deep.equal(['pässwörd', 'pässwörd'])
  })

  it('causes secretMissing if the input is empty', async () => {
    expect(await readTwice('\n')).to.deep.equal([
      'first: standard input contains no secret.',
      'second: standard input contains no secret.',
    ])
  })

  it('is replaced by the secret of supplyStdin, where an empty one counts as missing', async () => {
    expect(await readTwice('a request', "supplyStdin('hunter2')")).to.deep.equal(['hunter2', 'hunter2'])
    expect((await readTwice('a request', "supplyStdin('')"))[0]).to.match(
      /^first: standard input contains no secret/,
    )
  })
})
