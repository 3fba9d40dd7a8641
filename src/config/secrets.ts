import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { WritebackError, type Action } from '../errors.js'
import { decodeText } from '../util/decodeText.js'
import type { SecretReference } from './types.js'

let fromStdin: Promise<string> | undefined

/**
 * Stands in for standard input where a program has read that itself: what `{ "stdin": true }` refers to, for this
 * process. An empty text is no secret.
 */
export function supplyStdin(secret: string): void {
  fromStdin = Promise.resolve(secret)
}

interface Found {
  value?: string
  place: string
  hint?: string
  action?: Action
  cause?: unknown
}

/**
 * Fetches a secret where its reference says. A line end at the end of a file or of standard input does not belong to it.
 * @throws WritebackError `secretMissing`, naming the reference and never a secret
 */
export async function readSecret(reference: SecretReference, path: string): Promise<string> {
  const { value, place, hint, action, cause } = await find(reference)
  if (value) return value
  const what = cause === undefined ? 'holds no secret' : 'cannot be read'
  throw new WritebackError('secretMissing', `${path}: ${place} ${what}.`, {
    hint,
    action,
    cause,
    details: { key: path },
  })
}

async function find(reference: SecretReference): Promise<Found> {
  if ('env' in reference) {
    const { env } = reference
    const hint = `Set ${env}, or write another reference.`
    return { value: process.env[env], place: `the environment variable ${env}`, hint }
  }
  if ('file' in reference) {
    const place = `the file ${reference.file}`
    const hint = 'Put the secret into the file, readable for this account alone.'
    try {
      return { value: withoutLineEnd(decodeText(await readFile(reference.file))), place, hint }
    } catch (cause) {
      return { cause, place, hint }
    }
  }
  fromStdin ??= text(process.stdin) // it can be read once only; both ends of a run may want it
  return {
    value: withoutLineEnd(await fromStdin),
    place: 'standard input',
    action: 'pipeSecret',
  }
}

const withoutLineEnd = (content: string): string => content.replace(/\r?\n$/, '')
