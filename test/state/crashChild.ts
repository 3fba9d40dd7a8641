/**
 * A process that the tests kill while it writes.
 *
 * `state <folder>`: replaces the state repeatedly, with contents of very different lengths.
 * `journal <folder>`: writes one journal after another.
 */
import { openJournal } from '../../src/state/journal.js'
import { openStore } from '../../src/state/store.js'
import { addition, head } from './fixture.js'

const [, , what, folder = ''] = process.argv

async function writeState(round: number): Promise<void> {
  const disabled = Array.from({ length: (round * 7919) % 2000 }, (_, index) => `group ${index}`)
  await openStore(folder, 'OU=Groups,DC=test').writeIntent({ selected: {}, disabled })
}

async function writeJournal(round: number): Promise<void> {
  const members = Array.from({ length: 20 }, (_, index) => `Member ${index}`)
  const intents = Array.from({ length: 100 }, (_, index) => addition(`${index}`, members))
  const startedAt = new Date(Date.UTC(2026, 0, 1) + round).toISOString()
  const journal = await openJournal(folder, head(`run${round}`, startedAt), intents)
  await Promise.all(intents.map((_, index) => journal.outcome(index, { outcome: 'done' })))
  await journal.close()
}

for (let round = 0; ; round++) {
  await (what === 'state' ? writeState(round) : writeJournal(round))
  if (round === 0) process.stdout.write('ready\n')
}
