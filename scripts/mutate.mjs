/**
 * Runs the mutations of test/prove/mutations: removes one check at a time from a copy of the code, and expects a test to
 * fail. A mutation that does not compile or cannot be loaded proves nothing, and is reported as broken.
 *
 *   node scripts/mutate.mjs [--only <substring>] [--sample <number> [--seed <number>]] [--jobs <number>]
 */
import './blank.mjs'
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { checkTypes } from './mutateTypes.mjs'

const root = fileURLToPath(new URL('../', import.meta.url))
const parts = [
  'src',
  'test',
  'scripts',
  'ps',
  '.mocharc.json',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
]
const texts = [
  'tsconfig.build.json',
  'eslint.config.js',
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'LICENSE',
]
/** Time-out of one run of tests, in milliseconds. */
const testTimeout = 300_000
/** Errors that mean that the mutation itself is broken. */
const brokenPattern =
  /^(SyntaxError|ReferenceError)\b|ERR_MODULE_NOT_FOUND|does not provide an export|\bis not defined\b/

function copyTree(folder) {
  for (const part of [...parts, ...texts]) cpSync(join(root, part), join(folder, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  return folder
}

/** Runs test files in a copy. The result is mocha's JSON report, or undefined if mocha did not complete. */
async function runTests(folder, tests) {
  const output = join(folder, 'mocha.json')
  rmSync(output, { force: true })
  const mocha = join(folder, 'node_modules', 'mocha', 'bin', 'mocha.js')
  const reporter = ['--reporter', 'json', '--reporter-option', `output=${output}`]
  const env = { ...process.env, PROVE_MUTATIONS: '0', FORCE_COLOR: '0' }
  const child = spawn(process.execPath, [mocha, ...tests, '--bail', '--exit', ...reporter], {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: testTimeout,
    killSignal: 'SIGKILL',
  })
  let errorOutput = ''
  child.stderr.on('data', (piece) => (errorOutput += piece))
  const code = await new Promise((resolve) => child.on('close', resolve))
  return { code, errorText: errorOutput.trim().split('\n').slice(-12).join('\n'), result: readResult(output) }
}

function readResult(output) {
  try {
    return JSON.parse(readFileSync(output, 'utf8'))
  } catch {
    return undefined
  }
}

/** Returns `killed` if a test failed, `SURVIVED` if all passed, or `BROKEN` if the failure is not one of a test. */
function judge({ code, errorText, result }) {
  if (code === 0) return { verdict: 'SURVIVED', why: '' }
  const [failure] = result?.failures ?? []
  if (!failure) return { verdict: 'BROKEN', why: errorText || `mocha exited with code ${code}` }
  const { stack = '', message = '' } = failure.err ?? {}
  const isBroken = brokenPattern.test(stack) || brokenPattern.test(message)
  return { verdict: isBroken ? 'BROKEN' : 'killed', why: isBroken ? message : failure.fullTitle }
}

async function tryMutation({ file, from, to, tests }, folder, unchanged) {
  const path = join(folder, file)
  const text = readFileSync(path, 'utf8')
  if (text.split(from).length !== 2)
    return { verdict: 'BROKEN', why: `"${from}" must occur exactly once in ${file}` }
  // A function, because "$" is special in a replacement string.
  const mutated = text.replace(from, () => to)
  const [error] = checkTypes(unchanged, file, mutated)
  if (error) return { verdict: 'BROKEN', why: error }
  writeFileSync(path, mutated)
  try {
    return judge(await runTests(folder, tests))
  } finally {
    writeFileSync(path, text)
  }
}

/** Returns a generator of pseudo-random numbers for a seed (mulberry32). */
function randomFrom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function choose(mutations, { only, sample, seed }) {
  const wanted = mutations.filter(({ of, file }) => only === undefined || `${of} ${file}`.includes(only))
  if (sample === undefined) return wanted
  const number = seed === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(seed)
  const random = randomFrom(number)
  const drawn = wanted.map((mutation) => [random(), mutation]).sort(([a], [b]) => a - b)
  print(`A sample of ${sample} of ${wanted.length}: --sample ${sample} --seed ${number}`)
  return drawn.slice(0, Number(sample)).map(([, mutation]) => mutation)
}

const print = (line) => process.stdout.write(`${line}\n`)
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`.padStart(8)

async function work(queue, folder, unchanged, failed) {
  for (let mutation = queue.shift(); mutation; mutation = queue.shift()) {
    const start = Date.now()
    const { verdict, why } = await tryMutation(mutation, folder, unchanged)
    if (verdict !== 'killed') failed.push(mutation)
    const { of, file, from, to } = mutation
    print(`${verdict.padEnd(8)} ${seconds(start)}  ${of}  ${file}${why && `  — ${why}`}`)
    if (verdict !== 'killed') print(`  - ${from}\n  + ${to}`)
  }
}

/** Checks that all the tests pass without a mutation. */
async function passesUnchanged(folder, mutations, start) {
  const { code, errorText, result } = await runTests(
    folder,
    [...new Set(mutations.flatMap(({ tests }) => tests))].sort(),
  )
  const [failure] = result?.failures ?? []
  if (code === 0) print(`unchanged ${seconds(start)}  ${result.stats.passes} tests pass`)
  else
    print(
      `The tests fail without a mutation: ${failure?.fullTitle ?? ''}\n${failure?.err?.stack ?? errorText}`,
    )
  return code === 0
}

async function main() {
  const text = { type: 'string' }
  const { values } = parseArgs({ options: { only: text, sample: text, seed: text, jobs: text } })
  const { mutations } = await import('../test/prove/mutations/all.ts')
  const queue = choose(mutations, values)
  const folder = mkdtempSync(join(tmpdir(), 'group-writeback-mutations-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1))
  const unchanged = copyTree(join(folder, 'unchanged'))
  const start = Date.now()
  if (!(await passesUnchanged(unchanged, queue, start))) return 1
  const jobs = Array.from({ length: Number(values.jobs ?? 2) }, (_, job) =>
    copyTree(join(folder, `job${job}`)),
  )
  const failed = []
  await Promise.all(jobs.map((job) => work(queue, job, unchanged, failed)))
  const total = new Set(failed.map(({ of }) => of)).size
  print(`${seconds(start)} in total; ${failed.length} not killed${total > 0 ? `, of ${total} names` : ''}`)
  return failed.length > 0 ? 1 : 0
}

process.exitCode = await main()
