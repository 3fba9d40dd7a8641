import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { decodeText } from '../util/decodeText.js'
import { WritebackError, type Plan } from '../index.js'

/**
 * A plan from a file, or from standard input where the file is `-`.
 * @throws WritebackError `planInvalid`
 */
export async function readPlan(file: string): Promise<Plan> {
  const isInput = file === '-'
  const place = isInput ? 'Standard input' : file
  const bytes = await (isInput ? buffer(process.stdin) : readFile(file)).catch((cause: unknown) => {
    throw noPlan(`${place} cannot be read.`, cause)
  })
  try {
    return JSON.parse(decodeText(bytes)) as Plan
  } catch (cause) {
    throw noPlan(`${place} does not contain a plan.`, cause)
  }
}

const noPlan = (what: string, cause: unknown): WritebackError =>
  new WritebackError('planInvalid', what, {
    cause,
    action: 'plan',
  })
