/**
 * Measures the start of the packaged entry against an idle Node.js. The goal for `--version` is at most 1.5 times as long.
 *
 *     node --import ./scripts/blank.mjs test/bench/entryStart.ts [times]
 */
import { fileURLToPath } from 'node:url'
import { ensureBuilt } from '../support/cli.js'
import { compare } from './timing.js'

const times = Number(process.argv[2] ?? 40)
const entry = fileURLToPath(new URL('../../lib/entry.cjs', import.meta.url))
const node = (...args: string[]) => ({ file: process.execPath, args })

ensureBuilt()
const { bare, ours, ratio } = await compare(node('-e', '0'), node(entry, '--version'), times)
process.stdout.write(
  `--version: ${ours.toFixed(1)} ms, ${ratio.toFixed(2)} × the ${bare.toFixed(1)} ms of node -e 0 (${times} times)\n`,
)
