/** Loads a configuration: reads, checks and completes it. */
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { WritebackError } from '../errors.js'
import { completeConfig } from './complete.js'
import { decodeText } from '../util/decodeText.js'
import { checkFiles } from './files.js'
import { configInvalidError, parseConfigText, checkSchema } from './parse.js'
import { checkRules, type UncheckedConfig } from './rules.js'
import type { Config, SecretReference, WrittenConfig } from './types.js'

const loadedConfigs = new WeakSet<object>()

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
  if (typeof input === 'object' && loadedConfigs.has(input)) return input as Config
  const isFile = typeof input === 'string'
  const { data: parsed, duplicates } = isFile
    ? parseConfigText(await readConfigFile(input), input)
    : { data: input, duplicates: [] }
  const data = withOverrides(parsed, overrides)
  const base = isFile ? dirname(resolve(input)) : process.cwd()
  const written = knownSections(data)
  const files = overrides.offline ? [] : await checkFiles(written, base)
  const findings = [...duplicates, ...checkSchema(data), ...checkRules(written), ...files]
  if (findings.length > 0) throw configInvalidError(findings)
  // A copy, so that later changes to the caller's data have no effect.
  const config = completeConfig(structuredClone(data) as WrittenConfig, base)
  if (!overrides.offline) loadedConfigs.add(config)
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
  const [whole, directory] = [asRecord(data), asRecord(asRecord(data)?.['directory'])]
  return bind && directory ? { ...whole, directory: { ...directory, bind } } : data
}

/** Returns the sections of unchecked data that are objects, for rules that check single values. */
function knownSections(data: unknown): UncheckedConfig {
  const entra = asRecord(asRecord(data)?.['entra'])
  const directory = asRecord(asRecord(data)?.['directory'])
  const limits = asRecord(asRecord(data)?.['limits'])
  const state = asRecord(asRecord(data)?.['state'])
  return {
    ...(state && { state }),
    ...(limits && { limits }),
    ...(entra && {
      entra: { ...entra, tls: asRecord(entra['tls']), credential: asRecord(entra['credential']) },
    }),
    ...(directory && { directory: { ...directory, tls: asRecord(directory['tls']) } }),
  }
}

const asRecord = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
