import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { WritebackError } from '../errors.js'
import type { SecretReference } from './types.js'

let fromStdin: Promise<string> | undefined

/**
 * Fetches a secret where its reference says. A line end at the end of a file or of standard input does not belong to it.
 * @throws WritebackError `secretMissing`, naming the reference and never a secret
 */
export async function readSecret(reference: SecretReference, path: string): Promise<string> {
  const [value, place, wayOut] = await find(reference)
  const secret = value?.replace(/\r?\n$/, '')
  if (secret) return secret
  throw new WritebackError('secretMissing', `${path}: ${place} holds no secret.`, { wayOut })
}

async function find(
  reference: SecretReference,
): Promise<[value: string | undefined, place: string, wayOut: string]> {
  if ('env' in reference) {
    const { env } = reference
    return [process.env[env], `the environment variable ${env}`, `Set ${env}, or write another reference.`]
  }
  if ('file' in reference) {
    const content = await readFile(reference.file, 'utf8').catch(() => undefined)
    return [
      content,
      `the file ${reference.file}`,
      'Put the secret into the file, readable for this account alone.',
    ]
  }
  fromStdin ??= text(process.stdin) // it can be read once only; both ends of a run may want it
  return [await fromStdin, 'standard input', 'Pipe the secret in.']
}
