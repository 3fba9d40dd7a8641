/**
 * Runs all tests and checks the coverage: all branches of the planner, more than 90 % of the lines of every other folder.
 * Needs every program that the tests need, Samba included; otherwise the coverage is too low.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { relative, sep } from 'node:path'
import blankSpace from 'ts-blank-space'

// Files with only types are excluded: they contain no code, and would count as not covered.
const typesAlone = readdirSync('src', { recursive: true })
  .filter((path) => path.endsWith('.ts'))
  .filter((path) => !/[^\s;]/.test(withoutComments(blankSpace(readFileSync(`src/${path}`, 'utf8')))))
  .flatMap((path) => ['--exclude', `src/${path}`])

const { status } = spawnSync('npx', ['c8', ...typesAlone, 'npm', 'run', 'test:all'], { stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)

const { total: _, ...files } = JSON.parse(readFileSync('coverage/coverage-summary.json', 'utf8'))
const roomOf = (path) => relative('src', path).split(sep)[0]
for (const room of new Set(Object.keys(files).map(roomOf))) {
  const [what, floor] = room === 'planner' ? ['branches', 100] : ['lines', 90]
  const inside = Object.keys(files).filter((path) => roomOf(path) === room)
  const sum = (key) => inside.reduce((number, path) => number + files[path][what][key], 0)
  const percent = (100 * sum('covered')) / sum('total')
  process.stdout.write(`${room}: ${percent.toFixed(2)} % of ${what}\n`)
  if (percent >= floor) continue
  process.stderr.write(`src/${room} has to reach ${floor} %.\n`)
  process.exitCode = 1
}

function withoutComments(code) {
  return code.replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, '').replace(/export \{ *\}/, '')
}
