/**
 * Runs in full the proofs of which `npm run test:all` runs a sample: random histories, an ordinary year, a fault at every
 * request, the end of a run at every write, and the removal of each check from the code.
 *
 *   npm run prove -- [--only <proof>] [--histories <number>] [--faults <number>|all] [--kills <number>|all]
 *                    [--mutations <number>|all] [--year small|full] [--seed <number>]
 *
 * Proofs: histories, year, faultMatrix, killMatrix, mutations.
 */
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

const number = (size) => ({ type: 'string', default: size })
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '*' },
    histories: number('10000'),
    faults: number('all'),
    kills: number('all'),
    mutations: number('all'),
    year: { type: 'string', default: 'full' },
    seed: { type: 'string' },
  },
})
const { only, ...sizes } = values
const variables = Object.entries(sizes).map(([name, value]) => [`PROVE_${name.toUpperCase()}`, value])
const { status } = spawnSync('npx', ['mocha', `test/prove/${only}.test.ts`], {
  stdio: 'inherit',
  env: { ...process.env, ...Object.fromEntries(variables) },
  shell: process.platform === 'win32',
})
process.exitCode = status ?? 1
