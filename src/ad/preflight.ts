/** Whether the container can be written: asked without writing anything. */
import type { SideCheck } from '../engine/ports.js'
import { asWritebackError, type Problem } from '../errors.js'
import type { DirectoryFacts } from '../model/directory.js'
import type { Check } from '../model/report.js'
import type { Connection } from './connection.js'
import { textsOf } from './entries.js'
import { entriesOf, type Naming } from './facts.js'
import { containerMissing } from './managed.js'

export interface PreflightInput {
  connection: Connection
  naming: Naming
  facts: DirectoryFacts
  container: string
  account: string
}

export async function checkDirectory(input: PreflightInput): Promise<SideCheck> {
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
  const container = await checkContainer(input)
  return {
    checks: [{ name: 'Directory', status: 'ok', message: signedIn }, container.check, schema],
    problems: container.problem ? [container.problem] : [],
  }
}

/** MS-ADTS 3.1.1.4.5.4: allowedChildClassesEffective lists the classes this very account may create there. */
async function checkContainer({
  connection,
  container,
  account,
}: PreflightInput): Promise<{ check: Check; problem?: Problem }> {
  const name = 'Container'
  const search = { base: container, scope: 'base', attributes: ['allowedChildClassesEffective'] } as const
  const [found] = await entriesOf(connection, search)
  if (!found) return failed(name, asWritebackError(containerMissing(container)).problems[0])
  if (textsOf(found, 'allowedChildClassesEffective').some((kind) => kind.toLowerCase() === 'group')) {
    return { check: { name, status: 'ok', message: `${account} may create groups in ${container}.` } }
  }
  return failed(name, {
    code: 'containerNotWritable',
    message: `${account} may not create groups in ${container}.`,
    wayOut: 'Delegate to it creating, changing and deleting groups in that container.',
  })
}

const failed = (name: string, problem: Problem): { check: Check; problem: Problem } => ({
  check: { name, status: 'failed', message: problem.message },
  problem,
})
