/** Checks the directory, the container and the schema without writing anything. */
import type { PreflightResult } from '../engine/ports.js'
import { toWritebackError, type Problem } from '../errors.js'
import { containerProblem, type DirectoryFacts } from '../model/directory.js'
import type { Check } from '../model/report.js'
import type { NamingContexts } from './directoryFacts.js'

export interface DirectoryCheckInput {
  naming: () => Promise<NamingContexts>
  facts: () => Promise<DirectoryFacts>
  container: string
  account: string
}

export async function checkDirectory(input: DirectoryCheckInput): Promise<PreflightResult> {
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
    const { code, problems } = toWritebackError(error)
    if (code !== 'containerMissing') throw error
    return { checks: [directory, containerCheck(input, problems[0])], problems: [...problems] }
  }
}

const containerCheck = ({ account, container }: DirectoryCheckInput, problem: Problem | undefined): Check =>
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
