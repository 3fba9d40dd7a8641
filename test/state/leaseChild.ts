/**
 * A process that takes leases on a slow file system: calls are delayed at random, so that every order of calls occurs.
 *
 * `race <file>`: takes the lease and keeps it; prints `won` or `lost`.
 * `enter <file> <times>`: takes and releases the lease so many times; prints `entered`, or that it was not alone.
 */
import { promises } from 'node:fs'
import { mkdir, rmdir } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { takeLease } from '../../src/state/lease.js'
import { holder, replaceFsFunctions } from './fixture.js'

const slow =
  <A extends unknown[], R>(work: (...args: A) => Promise<R>, longest = 15) =>
  async (...args: A): Promise<R> => {
    await pause(Math.random() < 0.2 ? Math.random() * longest : 0)
    return work(...args)
  }
const { readFile, rename, link, stat, unlink } = promises
replaceFsFunctions({
  readFile: slow(readFile) as typeof readFile,
  stat: slow(stat) as typeof stat,
  link: slow(link),
  unlink: slow(unlink),
  rename: slow(rename, 250), // the step that must not happen late
})

const take = (file: string) =>
  takeLease(file, holder(`${process.pid}-${Math.random()}`), false).catch(() => undefined)

async function enter(file: string, times: number): Promise<string> {
  for (let entered = 0; entered < times;) {
    const lease = await take(file)
    if (!lease) continue
    const isAlone = await mkdir(`${file}.inside`).then(
      () => true,
      () => false,
    )
    if (!isAlone) return 'another process holds the lease too'
    await pause(0)
    await rmdir(`${file}.inside`)
    await lease.release()
    entered++
  }
  return 'entered'
}

process.stdout.write('ready\n')
for await (const line of createInterface({ input: process.stdin })) {
  const [what, file = '', times] = line.split(' ')
  const answer = what === 'race' ? ((await take(file)) ? 'won' : 'lost') : await enter(file, Number(times))
  process.stdout.write(`${answer}\n`)
}
