/** Tests invalid requests: one JSON error line, a message on standard error, exit code 5, and no secret in either. */
import { expect } from 'chai'
import { sendRequest, startEntry } from './standalone.js'

const notJson = /^Standard input is not JSON\.$/
const cases: Array<[what: string, request: string | Buffer | object, message: RegExp]> = [
  ['empty input', '', notJson],
  ['blanks', ' \n\n', notJson],
  ['plain text', 'sync please', notJson],
  ['an incomplete object', '{"command":"syncGroups","bind":{"password":"geheim"', notJson],
  ['two objects', '{"command":"getStatus","config":"a"}\n{"command":"getStatus","config":"b"}', notJson],
  ['a list', '[]', /^"command" must be one of enableWriteback, .*initConfig\.$/],
  ['null', 'null', notJson],
  ['binary data', Buffer.from([0xff, 0xfe, 0x00, 0x80]), notJson],
  ['UTF-16', Buffer.from('{"command":"getStatus"}', 'utf16le'), /^Standard input is UTF-16, not UTF-8\.$/],
  ['an unknown command', { command: 'deleteEverything', config: 'x' }, /^"command" must be one of/],
  [
    'a property of Object.prototype as command',
    { command: 'constructor', config: 'x' },
    /^"command" must be one of/,
  ],
  [
    'an unknown key',
    { command: 'getStatus', config: 'x', group: 'a' },
    /^Unknown key "group"; known keys: command, config, /,
  ],
  ['a missing configuration', { command: 'syncGroups' }, /^"config" is missing/],
  [
    'initConfig with data instead of a path',
    { command: 'initConfig', config: {} },
    /^"config" must be a path/,
  ],
]

describe('the packaged entry and invalid requests', function () {
  this.timeout(600_000)

  for (const [what, request, message] of cases) {
    it(`rejects ${what} with the code usage`, async () => {
      const { code, lines, stderr } = await sendRequest(request)
      expect(code).to.equal(5)
      expect(lines).to.have.length(1)
      expect(lines[0]).to.deep.include({ type: 'error', code: 'usage', exitCode: 5 })
      expect(lines[0]).to.have.property('message').that.matches(message)
      expect(lines[0])
        .to.have.property('hint')
        .that.matches(/^Write one JSON object: /)
      expect(stderr)
        .to.match(/^usage: .*\n$/)
        .and.not.include('geheim')
    })
  }

  it('reads a request of 20 MB', async () => {
    const padding = 'ü'.repeat(10 * 1024 * 1024)
    const { code, last } = await sendRequest({
      command: 'getStatus',
      config: '/nowhere.json',
      options: { padding },
    })
    expect(code).to.equal(5)
    expect(last).to.deep.include({ type: 'error', code: 'configNotFound' })
  })

  it('reads a request that arrives byte by byte and begins with a byte order mark', async () => {
    const bytes = Buffer.from('\uFEFF{"command":"getStatus","config":"/n\u00f6/\u{1d11e}.json"}')
    const { child, answer } = startEntry()
    for (const byte of bytes) {
      child.stdin.write(Buffer.from([byte]))
      await new Promise((resolve) => setImmediate(resolve))
    }
    child.stdin.end()
    expect((await answer).last)
      .to.have.property('message')
      .that.includes('/n\u00f6/\u{1d11e}.json')
  })
})
