/** The keys that the fast tests get instead of new ones. */
import { expect } from 'chai'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { root } from './source.js'

const program = `
  const { makeTestKeys, useTestKeys } = require('./scripts/testKeys.cjs')
  makeTestKeys()
  useTestKeys()
  import('node:crypto').then(async ({ createPublicKey, generateKeyPair, generateKeyPairSync }) => {
    const pem = { publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } }
    const make = require('node:util').promisify(generateKeyPair)
    const usual = { modulusLength: 2048, ...pem }
    const pairs = [await make('rsa', usual), await make('rsa', usual), generateKeyPairSync('rsa', usual)]
    const fits = ({ publicKey, privateKey }) =>
      createPublicKey(privateKey).export(pem.publicKeyEncoding) === publicKey
    const small = await make('rsa', { ...usual, modulusLength: 1024 })
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    console.log(JSON.stringify({
      pairs: pairs.map(({ publicKey }) => publicKey),
      fit: pairs.every(fits),
      small: createPublicKey(small.publicKey).asymmetricKeyDetails.modulusLength,
      other: other.publicKey.asymmetricKeyType,
    }))
  })`

describe('the kept keys', () => {
  it('are given in turn, in place of what they are, to whatever asks', async () => {
    const run = async () =>
      (await promisify(execFile)(process.execPath, ['-e', program], { cwd: root })).stdout
    const said = await run()
    const { pairs, fit, small, other } = JSON.parse(said) as Record<string, unknown> & { pairs: string[] }
    expect({ fit, small, other }).to.deep.equal({ fit: true, small: 1024, other: 'ec' })
    expect(new Set(pairs).size).to.equal(3)
    expect(await run(), 'the same ones for every process').to.equal(said)
  })
})
