import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { WritebackError } from '../errors.js'
import { complete } from './complete.js'
import { decodeText } from '../util/decodeText.js'
import { fileFindings } from './files.js'
import { invalid, parseText, schemaFindings } from './parse.js'
import { ruleFindings, type Loose } from './rules.js'
import type { Config, SecretReference, WrittenConfig } from './types.js'

const loaded = new WeakSet<object>()

/** A configuration in any form: loaded, written as data, or the path of its file. */
export type ConfigInput = Config | WrittenConfig | string

/** What a caller knows better than the file, for one run. */
export interface Overrides {
  /** Another account for the directory. */
  bind?: { dn: string; password: SecretReference }
  /** Nothing is connected to: the files that a connection needs may be missing. */
  offline?: boolean
}

/**
 * Reads and checks a configuration, fills in the defaults and makes every path absolute: relative ones count from the
 * configuration file, or from the working directory where data is given.
 * @throws WritebackError `configNotFound`; `configInvalid` with every problem at once
 */
export async function loadConfig(input: ConfigInput, overrides: Overrides = {}): Promise<Config> {
  if (typeof input === 'object' && loaded.has(input)) return input as Config
  const isFile = typeof input === 'string'
  const { data: given, repeated } = isFile
    ? parseText(await read(input), input)
    : { data: input, repeated: [] }
  const data = overridden(given, overrides)
  const base = isFile ? dirname(resolve(input)) : process.cwd()
  const written = loose(data)
  const files = overrides.offline ? [] : await fileFindings(written, base)
  const findings = [...repeated, ...schemaFindings(data), ...ruleFindings(written), ...files]
  if (findings.length > 0) throw invalid(findings)
  // A copy: what the caller does with the data later changes nothing that was checked here.
  const config = complete(structuredClone(data) as WrittenConfig, base)
  if (!overrides.offline) loaded.add(config)
  return config
}

async function read(file: string): Promise<string> {
  try {
    return decodeText(await readFile(file))
  } catch (cause) {
    throw new WritebackError('configNotFound', `The configuration file ${resolve(file)} cannot be read.`, {
      cause,
      action: 'initConfig',
      details: { file: resolve(file) },
    })
  }
}

function overridden(data: unknown, { bind }: Overrides): unknown {
  const [whole, directory] = [record(data), record(record(data)?.['directory'])]
  return bind && directory ? { ...whole, directory: { ...directory, bind } } : data
}

/** Whatever was written, for rules that look at single values. */
function loose(data: unknown): Loose {
  const entra = record(record(data)?.['entra'])
  const directory = record(record(data)?.['directory'])
  const limits = record(record(data)?.['limits'])
  const state = record(record(data)?.['state'])
  return {
    ...(state && { state }),
    ...(limits && { limits }),
    ...(entra && { entra: { ...entra, tls: record(entra['tls']), credential: record(entra['credential']) } }),
    ...(directory && { directory: { ...directory, tls: record(directory['tls']) } }),
  }
}

const record = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
