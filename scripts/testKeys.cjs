/**
 * RSA keys that are made once and kept below node_modules/.cache: making one takes a tenth of a second of the processor,
 * and the fast tests start servers by the hundred, each with certificates of its own. A process gets the kept ones in
 * turn, so that what it makes at one time differs. Nobody trusts them outside of a test.
 */
const crypto = require('node:crypto')
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs')
const { syncBuiltinESMExports } = require('node:module')
const { dirname, join } = require('node:path')
const { isDeepStrictEqual, promisify } = require('node:util')

const file = join(__dirname, '../node_modules/.cache/group-writeback/testKeys.json')
const number = 24
const kind = {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
}

const read = () => JSON.parse(readFileSync(file, 'utf8'))

/** Makes them where there are none; before there are several processes. */
exports.makeTestKeys = () => {
  try {
    if (read().length === number) return
  } catch {
    // They are made now.
  }
  const pairs = Array.from({ length: number }, () => crypto.generateKeyPairSync('rsa', kind))
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(pairs), { mode: 0o600 })
}

/** From now on node:crypto gives these instead of new ones, where they are what is asked for. */
exports.useTestKeys = () => {
  const { generateKeyPair, generateKeyPairSync } = crypto
  const make = promisify(generateKeyPair)
  const pairs = read()
  let turn = 0
  const next = (type, options) =>
    type === 'rsa' && isDeepStrictEqual(options, kind) ? pairs[turn++ % number] : undefined

  crypto.generateKeyPairSync = (type, options) => next(type, options) ?? generateKeyPairSync(type, options)
  crypto.generateKeyPair = (...all) => generateKeyPair(...all)
  crypto.generateKeyPair[promisify.custom] = async (type, options) =>
    next(type, options) ?? make(type, options)
  syncBuiltinESMExports()
}
