/** Reads a saved plan for `apply`. */
import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { decodeText } from '../util/decodeText.js'
import { WritebackError, type Plan } from '../index.js'

/**
 * Reads a plan from a file, or from standard input if the file is `-`. The run itself validates the plan.
 * @throws WritebackError `planInvalid` if the file cannot be read or is not JSON
 */
export async function readPlanFile(file: string): Promise<Plan> {
  const isInput = file === '-'
  const source = isInput ? 'Standard input' : file
  const bytes = await (isInput ? buffer(process.stdin) : readFile(file)).catch((cause: unknown) => {
    throw invalidPlanError(`${source} cannot be read.`, cause)
  })
  try {
    return JSON.parse(decodeText(bytes)) as Plan
  } catch (cause) {
    throw invalidPlanError(`${source} does not contain a plan.`, cause)
  }
}

const invalidPlanError = (message: string, cause: unknown): WritebackError =>
  new WritebackError('planInvalid', message, { cause, action: 'plan' })
