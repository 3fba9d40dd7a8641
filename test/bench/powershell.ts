/**
 * Measures Sync-GroupWriteback of one unchanged group against an idle PowerShell, each in a new process. The goal is at
 * most 800 ms more.
 *
 *     node --import ./scripts/blank.mjs test/bench/powershell.ts [times]
 */
import { packagedModule } from '../ps/packaged.js'
import { psPlace } from '../ps/place.js'
import { findPwsh, quoted } from '../ps/pwsh.js'
import { compare } from './timing.js'

const times = Number(process.argv[2] ?? 15)
const place = await psPlace()
try {
  place.group('Sales', place.people(20))
  await place.values('(Sync-GroupWriteback).Status')
  const env = { ...process.env, ...place.env, GROUPWRITEBACK_NODE: process.execPath }
  const run = (script: string) => ({
    file: findPwsh() ?? 'pwsh',
    args: ['-NoProfile', '-Command', script],
    cwd: place.folder,
    env,
  })
  const sync = `Import-Module ${quoted(packagedModule())}
    if ((Sync-GroupWriteback -Group Sales).Status -ne 'inSync') { exit 1 }`
  const { bare, ours, difference, least } = await compare(run('1'), run(sync), times)
  process.stdout.write(
    `Sync-GroupWriteback of one unchanged group: ${ours.toFixed()} ms, ${difference.toFixed()} ms over a bare PowerShell's ${bare.toFixed()} ms, ${least.toFixed()} ms at least (${times} times)\n`,
  )
} finally {
  await place.close()
}
process.exit()
