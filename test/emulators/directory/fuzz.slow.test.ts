/** Robustness against arbitrary input: no crash, no hang, no memory growth. */
import { expect } from 'chai'
import { connect as connectPlain, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { extendedDn, pagedResults, permissiveModify } from '../../../src/ad/ldap/controls.js'
import { equals, startsWith } from '../../../src/ad/ldap/filter.js'
import { MalformedMessage } from '../../../src/emulators/directory/protocol/ber.js'
import { createFrames } from '../../../src/emulators/directory/protocol/frames.js'
import { readMessage } from '../../../src/emulators/directory/protocol/requests.js'
import { useDirectory } from './support/fixture.js'
import {
  addOperation,
  bindOperation,
  compareOperation,
  deleteOperation,
  extendedOperation,
  messageOf,
  modifyOperation,
  renameOperation,
  searchOperation,
} from './support/operations.js'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void
/** In bytes, buffers outside the heap included. */
const memory = async (): Promise<number> => {
  for (let times = 0; times < 3; times++) {
    collectGarbage()
    await sleep(20) // closed sockets release their buffers a little later
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Reproducible pseudo-random numbers (mulberry32). */
function numbers(seed: number): Random {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

type Random = (below: number) => number

function mutated(message: Buffer, random: Random): Buffer {
  const bytes = Buffer.from(message)
  for (let times = 1 + random(3); times > 0; times--) bytes[random(bytes.length)] = random(256)
  const kind = random(6)
  if (kind === 0) return bytes.subarray(0, random(bytes.length))
  if (kind === 1) return Buffer.concat([bytes, message])
  return bytes
}

function noise(random: Random): Buffer {
  const bytes = Buffer.from(Array.from({ length: 1 + random(60) }, () => random(256)))
  if (random(2) === 0) bytes[0] = 0x30
  return bytes
}

describe('the embedded directory: arbitrary input', function () {
  this.timeout(600_000)
  /** Number of responses by operation and code, as in "add 0". */
  const answers = new Map<string, number>()
  const defects: string[] = []
  const fixture = useDirectory({
    onAnswer({ operation, code, text }) {
      // An unexpected error, a defect, has the result code 80 and a stack as text.
      if (code === 80 && !/SysErr|UpdErr/.test(text)) defects.push(text)
      const answer = `${operation} ${code}`
      answers.set(answer, (answers.get(answer) ?? 0) + 1)
    },
  })
  const rounds = 100_000
  const mutatedPerConnection = 8

  /** One valid request of every kind, about objects that exist and objects that do not. */
  function valid(): Buffer[] {
    const { directory, ou } = fixture()
    const { dn, guid } = directory.addGroup({ name: 'fuzzed', ou })
    const name = `<GUID=${guid}>`
    const change = { operation: 'add', attribute: 'member', values: [directory.adminDn, name] } as const
    return [
      messageOf(1, bindOperation(directory.adminDn, directory.adminPassword)),
      messageOf(
        2,
        searchOperation({
          base: directory.baseDn,
          filter: startsWith('cn', 'a'),
          attributes: ['member;range=0-*'],
        }),
        [pagedResults(5, Buffer.alloc(0)), extendedDn],
      ),
      messageOf(
        3,
        searchOperation({ base: name, scope: 'base', filter: equals('objectSid', 'S-1-5-32-544') }),
      ),
      messageOf(4, modifyOperation(name, [change]), [permissiveModify]),
      messageOf(
        5,
        addOperation(`CN=new,${ou}`, {
          objectClass: 'group',
          groupType: '8',
          member: dn,
          description: 'é',
        }),
      ),
      messageOf(6, renameOperation(`CN=new,${ou}`, 'CN=renamed', ou, true)),
      messageOf(7, compareOperation(dn, 'cn', 'fuzzed')),
      messageOf(8, deleteOperation(`CN=renamed,${ou}`)),
      messageOf(9, extendedOperation('1.3.6.1.4.1.4203.1.11.3')),
    ]
  }

  /** Changes bytes of text only, so that the message passes the decoder and reaches the code behind it. */
  function reworded(message: Buffer, random: Random): Buffer {
    const bytes = Buffer.from(message)
    const places = [...bytes.keys()].filter((at) => isText(bytes, at))
    for (let times = 1 + random(3); times > 0; times--)
      bytes[places[random(places.length)] ?? 0] = 0x20 + random(0x5f)
    return bytes
  }

  /** True in the middle of letters, where a byte is neither a tag nor a length. */
  const isText = (bytes: Buffer, at: number): boolean =>
    at > 8 && [-2, -1, 0, 1].every((offset) => /[a-z=,]/i.test(String.fromCharCode(bytes[at + offset] ?? 0)))

  /** Sends all messages on one connection and waits until either side closes it. */
  function send(port: number, messages: readonly Buffer[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket: Socket = connectPlain(port, '127.0.0.1')
      const timer = setTimeout(
        () => reject(new Error(`hangs after ${Buffer.concat(messages).toString('hex')}`)),
        120_000,
      )
      socket.on('error', () => {})
      socket.on('data', () => {})
      socket.on('close', () => {
        clearTimeout(timer)
        resolve()
      })
      socket.end(Buffer.concat(messages))
    })
  }

  const startTls = messageOf(10, extendedOperation('1.3.6.1.4.1.1466.20037'))
  const last = (message: Buffer, random: Random): Buffer => {
    if (random(10) === 0) return Buffer.concat([startTls, noise(random)])
    return random(2) === 0 ? noise(random) : mutated(message, random)
  }

  /** Sends this many random or mutated messages, and valid ones between them that create their objects. */
  async function run(random: Random, count: number): Promise<void> {
    const port = Number(new URL(fixture().directory.ldapUrl).port)
    const [first = Buffer.alloc(0), ...others] = valid()
    const pick = () => others[random(others.length)] ?? first
    for (let sent = 0; sent < count; sent += mutatedPerConnection * 4) {
      const bursts = Array.from({ length: 4 }, () => [
        first, // a bind, so that later messages are processed
        ...Array.from({ length: mutatedPerConnection - 1 }, () => reworded(pick(), random)),
        pick(),
        pick(),
        last(pick(), random), // at the end, because it closes the connection
      ])
      await Promise.all(bursts.map((messages) => send(port, messages)))
    }
    fixture().directory.remove(`CN=fuzzed,${fixture().ou}`)
  }

  it('decodes 100,000 mutated messages, or rejects them as malformed', () => {
    const random = numbers(7)
    const messages = valid()
    const outcomes = { read: 0, refused: 0 }
    for (let round = 0; round < rounds; round++) {
      const bytes =
        round % 4 === 0 ? noise(random) : mutated(messages[random(messages.length)] ?? noise(random), random)
      try {
        const frames = createFrames(() => 10_485_760)
        frames.add(bytes)
        for (let message = frames.next(); message; message = frames.next()) {
          readMessage(message)
          outcomes.read++
        }
      } catch (error) {
        expect(error, bytes.toString('hex')).to.be.instanceOf(MalformedMessage)
        outcomes.refused++
      }
    }
    expect(Math.min(...Object.values(outcomes))).to.be.greaterThan(rounds / 10)
    fixture().directory.remove(`CN=fuzzed,${fixture().ou}`)
  })

  it(`survives ${rounds.toLocaleString('en')} random and mutated messages`, async () => {
    const { directory, admin, ou } = fixture()
    const random = numbers(20_240_607)
    // The first rounds fill bounded memory: compiled code and objects that mutations created.
    await run(random, rounds / 5)
    directory.log.clear()
    const growth: number[] = []
    for (let before = await memory(); growth.length < 4;) {
      await run(random, rounds / 5)
      directory.log.clear() // its size varies independently
      const now = await memory()
      growth.push(now - before)
      before = now
    }
    // A leak grows in every part; garbage of other tests and of the engine appears in single parts only.
    expect(growth.sort((a, b) => a - b)[1], growth.join()).to.be.below(2_000_000)
    while (directory.connections() > 1) await new Promise(setImmediate)
    // Many messages were processed as far as valid ones.
    for (const kind of ['bind', 'search', 'modify', 'add', 'modifyDn', 'delete', 'extended'])
      expect(answers.get(`${kind} 0`), kind).to.be.greaterThan(200)
    for (const refusal of [
      'add 68',
      'add 65',
      'modify 16',
      'modify 32',
      'delete 32',
      'search 10',
      'compare 5',
    ])
      expect(answers.get(refusal), refusal).to.be.greaterThan(50)
    expect(defects).to.deep.equal([])
    expect((await admin.search({ base: ou, scope: 'base' })).code).to.equal(0)
  })
})
