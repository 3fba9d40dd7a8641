/** Whether the container can be written: asked without writing anything. */
import type { SideCheck } from '../engine/ports.js'
import { containerProblem, type DirectoryFacts } from '../model/directory.js'
import type { Check } from '../model/report.js'
import type { Naming } from './facts.js'

export interface PreflightInput {
  naming: Naming
  facts: DirectoryFacts
  container: string
  account: string
}

export function checkDirectory(input: PreflightInput): SideCheck {
  const { naming, facts, account } = input
  const signedIn = `Signed in to ${naming.host || 'the domain controller'} (${naming.domain}) as ${account}.`
  const schema: Check = facts.externalObjectId
    ? {
        name: 'Schema',
        status: 'ok',
        message: 'adminDescription and msDS-ExternalDirectoryObjectId hold the anchor.',
      }
    : {
        name: 'Schema',
        status: 'warning',
        message: 'Older than Windows Server 2016: adminDescription alone holds the anchor.',
      }
  const problem = containerProblem(facts.container, input.container)
  const container: Check = problem
    ? { name: 'Container', status: 'failed', message: problem.message }
    : { name: 'Container', status: 'ok', message: `${account} may create groups in ${input.container}.` }
  return {
    checks: [{ name: 'Directory', status: 'ok', message: signedIn }, container, schema],
    problems: problem ? [problem] : [],
  }
}
