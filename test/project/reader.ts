/**
 * Sets up the machine of a reader: Entra and the directory of the demo, a folder with the installed package and a complete
 * configuration, and the programs that a page calls.
 */
import { execFile } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import type { WrittenConfig } from '../../src/index.js'
import { startDemoServers, type DemoServers } from '../../src/demo/stage.js'
import { cliPath, ensureBuilt } from '../support/cli.js'
import { root } from './source.js'

export interface Reader {
  stage: DemoServers
  folder: string
  /** Runs scripts one after the other in one shell and returns the output of each. The first error ends it. */
  bash(scripts: readonly string[]): Promise<string[]>
  close(): Promise<void>
}

/** Name of the complete configuration. It replaces the file of `init`, which never overwrites a file. */
const filledIn = 'filled in.json'
/** Name of the copy of the file that `init` wrote. */
export const asWritten = 'as written.json'
const init = `if [ "$1" = init ] && [ $# = 1 ]; then
  rm -f group-writeback.json*; node "${cliPath}" init && mv group-writeback.jsonc '${asWritten}' && cp '${filledIn}' group-writeback.json; exit
fi`

/** In the pages, HASH stands for the hash that a command printed last. */
const runs = `args=()
for arg in "$@"; do
  [ "$arg" = HASH ] && arg=$(grep -oE -- '--approve [0-9a-f]{64}' "$OUTPUT" | tail -n 1 | cut -d ' ' -f 2)
  args+=("$arg")
done
set -o pipefail
"${process.execPath}" "${cliPath}" "\${args[@]}" | tee -a "$OUTPUT"`

/** Programs by name. npm installs nothing, because the packages are present already. */
const programs: Record<string, string> = {
  'group-writeback': `${init}\n${runs}`,
  npx: 'exec "$@"',
  npm: `case "$*" in
    ci|test|"install group-writeback"|"install --global group-writeback"|"update group-writeback") ;;
    "run demo") exec group-writeback demo ;;
    *) echo "npm $* is not known here" >&2; exit 1 ;;
  esac`,
}

export async function newReader(): Promise<Reader> {
  ensureBuilt()
  const stage = await startDemoServers()
  const folder = dirname(stage.config)
  const config = JSON.parse(readFileSync(stage.config, 'utf8')) as WrittenConfig
  delete config.state // the default, as in the pages
  writeFileSync(stage.config, JSON.stringify({ ...config, scope: { groups: 'selected' } }))
  cpSync(stage.config, join(folder, filledIn))
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(root, join(folder, 'node_modules/group-writeback'), 'junction')
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/usr/bin/env bash\n${script}\n`)
    chmodSync(join(bin, name), 0o755)
  }
  const path = [bin, process.env['PATH']].join(delimiter)
  const env = { ...process.env, PATH: path, OUTPUT: join(folder, 'output') }
  return { stage, folder, bash: (scripts) => bash(scripts, folder, env), close: () => stage.close() }
}

const mark = '\u001e\n'

/** Runs a program. Never synchronously, because the servers run in this process. */
function bash(scripts: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<string[]> {
  // Exit code 2 means pending changes and is not a failure.
  const lines = [`trap 'code=$?; [ $code = 2 ] || exit $code' ERR`]
  for (const script of scripts) lines.push(script, `printf '\\x1e\\n'`)
  return new Promise((resolve, reject) => {
    execFile('bash', ['-c', lines.join('\n')], { cwd, env }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${error.message}\n${stdout}\n${stderr}`))
      else resolve(stdout.split(mark).slice(0, -1))
    })
  })
}
