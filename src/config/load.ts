/** Loads a configuration: reads, checks and completes it. */
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

/** A loaded configuration, a configuration as written data, or the path of its file. */
export type ConfigInput = Config | WrittenConfig | string

/** Values that replace those of the configuration for one run. */
export interface Overrides {
  /** Credentials for the directory, instead of `directory.bind`. */
  bind?: { dn: string; password: SecretReference }
  /** No connection will be opened, so the files that a connection needs are not checked. */
  offline?: boolean
}

/**
 * Reads and checks a configuration, fills in the defaults and makes every path absolute. Relative paths are resolved
 * against the folder of the configuration file, or against the working directory if data is given.
 * @throws WritebackError `configNotFound` if the file cannot be read; `configInvalid` with all problems
 */
export async function loadConfig(input: ConfigInput, overrides: Overrides = {}): Promise<Config> {
  if (typeof input === 'object' && loaded.has(input)) return input as Config
  const isFile = typeof input === 'string'
  const { data: parsed, repeated } = isFile
    ? parseText(await readConfigFile(input), input)
    : { data: input, repeated: [] }
  const data = withOverrides(parsed, overrides)
  const base = isFile ? dirname(resolve(input)) : process.cwd()
  const written = loose(data)
  const files = overrides.offline ? [] : await fileFindings(written, base)
  const findings = [...repeated, ...schemaFindings(data), ...ruleFindings(written), ...files]
  if (findings.length > 0) throw invalid(findings)
  // A copy, so that later changes to the caller's data have no effect.
  const config = complete(structuredClone(data) as WrittenConfig, base)
  if (!overrides.offline) loaded.add(config)
  return config
}

async function readConfigFile(file: string): Promise<string> {
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

function withOverrides(data: unknown, { bind }: Overrides): unknown {
  const [whole, directory] = [record(data), record(record(data)?.['directory'])]
  return bind && directory ? { ...whole, directory: { ...directory, bind } } : data
}

/** Returns the sections of unchecked data that are objects, for rules that check single values. */
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
