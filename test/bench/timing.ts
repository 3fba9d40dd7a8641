/** Measures two programs alternately, so that other load on the machine affects both. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'

export interface Program {
  file: string
  args: readonly string[]
  cwd?: string
  env?: NodeJS.ProcessEnv
}

export interface Comparison {
  /** Medians in milliseconds. */
  bare: number
  ours: number
  /** Medians of the differences and the ratios of the pairs. */
  difference: number
  ratio: number
  /** Difference of the fastest runs, which other load affects least. */
  least: number
}

export async function compare(bare: Program, ours: Program, times: number): Promise<Comparison> {
  for (const program of [bare, ours]) await milliseconds(program) // warms the caches for both
  const pairs: Array<{ bare: number; ours: number }> = []
  for (let time = 0; time < times; time++)
    pairs.push({ bare: await milliseconds(bare), ours: await milliseconds(ours) })
  return {
    bare: median(pairs.map((pair) => pair.bare)),
    ours: median(pairs.map((pair) => pair.ours)),
    difference: median(pairs.map((pair) => pair.ours - pair.bare)),
    ratio: median(pairs.map((pair) => pair.ours / pair.bare)),
    least: Math.min(...pairs.map((pair) => pair.ours)) - Math.min(...pairs.map((pair) => pair.bare)),
  }
}

async function milliseconds({ file, args, cwd, env }: Program): Promise<number> {
  const began = performance.now()
  const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${file} exited with code ${code}`)
  return performance.now() - began
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
