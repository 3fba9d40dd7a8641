/** Checks the directory, the container and the schema without writing anything. */
import type { SideCheck } from '../engine/ports.js'
import { asWritebackError, type Problem } from '../errors.js'
import { containerProblem, type DirectoryFacts } from '../model/directory.js'
import type { Check } from '../model/report.js'
import type { Naming } from './directoryFacts.js'

export interface PreflightInput {
  naming: () => Promise<Naming>
  facts: () => Promise<DirectoryFacts>
  container: string
  account: string
}

export async function checkDirectory(input: PreflightInput): Promise<SideCheck> {
  const { host, domain } = await input.naming()
  const signedIn = `Signed in to ${host || 'the domain controller'} (${domain}) as ${input.account}.`
  const directory: Check = { name: 'Directory', status: 'ok', message: signedIn }
  try {
    const facts = await input.facts()
    const problem = containerProblem(facts.container, input.container)
    return {
      checks: [directory, containerCheck(input, problem), schemaCheck(facts)],
      problems: problem ? [problem] : [],
    }
  } catch (error) {
    const { code, problems } = asWritebackError(error)
    if (code !== 'containerMissing') throw error
    return { checks: [directory, containerCheck(input, problems[0])], problems: [...problems] }
  }
}

const containerCheck = ({ account, container }: PreflightInput, problem: Problem | undefined): Check =>
  problem
    ? { name: 'Container', status: 'failed', message: problem.message }
    : { name: 'Container', status: 'ok', message: `${account} can create groups in ${container}.` }

const schemaCheck = ({ externalObjectId }: DirectoryFacts): Check =>
  externalObjectId
    ? {
        name: 'Schema',
        status: 'ok',
        message: 'The anchor is written to adminDescription and msDS-ExternalDirectoryObjectId.',
      }
    : {
        name: 'Schema',
        status: 'warning',
        message:
          'The schema is older than Windows Server 2016: the anchor is written to adminDescription only.',
      }
