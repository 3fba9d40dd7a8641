/** Reads secrets from the environment, files or standard input. */
import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { WritebackError, type Action } from '../errors.js'
import { decodeText } from '../util/decodeText.js'
import type { SecretReference } from './types.js'

let stdinSecret: Promise<string> | undefined

/**
 * Sets the secret that `{ "stdin": true }` refers to in this process, for programs that read standard input themselves.
 * An empty string counts as a missing secret.
 */
export function supplyStdin(secret: string): void {
  stdinSecret = Promise.resolve(secret)
}

interface SecretLookup {
  value?: string
  source: string
  hint?: string
  action?: Action
  cause?: unknown
}

/**
 * Reads a secret. One trailing line break of a file or of standard input is not part of it. `path` is the key of the
 * configuration, for the error.
 * @throws WritebackError `secretMissing`, which names the reference and never the secret
 */
export async function readSecret(reference: SecretReference, path: string): Promise<string> {
  const { value, source, hint, action, cause } = await lookUpSecret(reference)
  if (value) return value
  const fault = cause === undefined ? 'contains no secret' : 'cannot be read'
  throw new WritebackError('secretMissing', `${path}: ${source} ${fault}.`, {
    hint,
    action,
    cause,
    details: { key: path },
  })
}

async function lookUpSecret(reference: SecretReference): Promise<SecretLookup> {
  if ('env' in reference) {
    const { env } = reference
    const hint = `Set ${env}, or change the reference.`
    return { value: process.env[env], source: `the environment variable ${env}`, hint }
  }
  if ('file' in reference) {
    const source = `the file ${reference.file}`
    const hint = 'Write the secret to the file and let only this account read it.'
    try {
      return { value: withoutLineEnd(decodeText(await readFile(reference.file))), source, hint }
    } catch (cause) {
      return { cause, source, hint }
    }
  }
  stdinSecret ??= text(process.stdin) // can be read only once, and several secrets may refer to it
  return {
    value: withoutLineEnd(await stdinSecret),
    source: 'standard input',
    action: 'pipeSecret',
  }
}

const withoutLineEnd = (content: string): string => content.replace(/\r?\n$/, '')
