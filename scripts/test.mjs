/**
 * Runs the tests, several files at a time: the fast ones, or all of them. The fast run sets GROUPWRITEBACK_FAST=1, by
 * which a property is tried on a tenth of its random cases (test/support/runs.ts) and certificates get kept keys
 * (testKeys.cjs); without it everything is in full, also where mocha is started by hand.
 *
 *   node scripts/test.mjs [--all] [options of mocha]
 */
import './blank.mjs'
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { makeTestKeys } from './testKeys.cjs'

/** What takes long, or needs another program: PowerShell, Samba, hours of a model's life. */
const isSlow = (file) => /^test\/(prove|ps)\/|\.(samba|slow)\.test\.ts$/.test(file)

const [all, options] =
  process.argv[2] === '--all' ? [true, process.argv.slice(3)] : [false, process.argv.slice(2)]

process.chdir(fileURLToPath(new URL('../', import.meta.url)))
const files = readdirSync('test', { recursive: true })
  .map((path) => `test/${path.replaceAll('\\', '/')}`)
  .filter((path) => path.endsWith('.test.ts'))
  .sort()
const slow = files.filter(isSlow)
const fast = files.filter((file) => !isSlow(file))
// Slow ones first: what takes long and begins last would be waited for alone.
const chosen = all ? [...slow, ...fast] : fast

// Once, and before them all: two files that find lib/ outdated would build it at the same time.
const { ensureBuilt } = await import('../test/support/cli.ts')
ensureBuilt()

if (!all) makeTestKeys()

// One more than there are processors, since many tests wait for an answer most of their time.
const jobs = String(availableParallelism() + 1)
const args = ['--parallel', '--jobs', jobs, '--require', './scripts/testWorker.cjs']
const reporter = ['--reporter', './scripts/testReporter.cjs']
const { status } = spawnSync(
  process.execPath,
  ['node_modules/mocha/bin/mocha.js', ...args, ...reporter, ...options, ...chosen],
  { stdio: 'inherit', env: { ...process.env, GROUPWRITEBACK_FAST: all ? '0' : '1' } },
)
if (!all) process.stdout.write(`Not run: ${slow.length} slow files, which npm run test:all runs as well.\n`)
process.exitCode = status ?? 1
