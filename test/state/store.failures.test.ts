import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import type { Problem } from '../../src/errors.js'
import { emptyIntent } from '../../src/model/intent.js'
import { emptyMemory } from '../../src/model/memory.js'
import { openStore } from '../../src/state/store.js'
import {
  addition,
  approval,
  container,
  failure,
  head,
  heldAccess,
  holder,
  intent,
  lastRun,
  memory,
  temporaryFolder,
  trouble,
} from './fixture.js'

describe('a store that cannot be read', () => {
  const folder = temporaryFolder()
  const open = () => openStore(folder(), container)
  const valid = { version: 1, container, intent: { selected: {}, disabled: [] } }

  const contents: Array<[what: string, content: string, why: string]> = [
    ['no content', '', 'it is not valid JSON'],
    ['incomplete content', JSON.stringify(valid).slice(0, 50), 'it is not valid JSON'],
    ['null', 'null', 'its content is not valid for this version'],
    ['a list', '[]', 'its content is not valid for this version'],
    ['an empty object', '{}', 'its content is not valid for this version'],
    [
      'the format of a later version',
      JSON.stringify({ ...valid, version: 2 }),
      'its content is not valid for this version',
    ],
    [
      'no intent',
      JSON.stringify({ ...valid, intent: undefined }),
      'its content is not valid for this version',
    ],
    [
      'an intent without selected groups',
      JSON.stringify({ ...valid, intent: { disabled: [] } }),
      'its content is not valid for this version',
    ],
    [
      'an intent without disabled groups',
      JSON.stringify({ ...valid, intent: { selected: {} } }),
      'its content is not valid for this version',
    ],
  ]
  for (const [what, content, why] of contents) {
    it(`throws stateUnreadable and keeps the file if it contains ${what}`, async () => {
      await writeFile(folder('state.json'), content)
      const { code, exitCode, message } = await failure(open().readIntent())
      expect({ code, exitCode }).to.deep.equal({ code: 'stateUnreadable', exitCode: 1 })
      expect(message).to.equal(
        `${folder('state.json')} cannot be read: ${why}. ` +
          'Restore it from a backup, or delete it and enable the selected groups again.',
      )
      for (const work of [
        () => open().readLastRun(),
        () => open().writeIntent(intent),
        () => open().writeLastRun(lastRun),
        () => open().check(),
      ]) {
        expect((await failure(work())).code).to.equal('stateUnreadable')
      }
      expect(await readFile(folder('state.json'), 'utf8')).to.equal(content)
    })
  }

  it('can be read again after the file was repaired', async () => {
    await writeFile(folder('state.json'), JSON.stringify(valid))
    expect(await open().readIntent()).to.deep.equal(valid.intent)
  })

  it('throws stateUnreadable with the cause if the file is a folder', async () => {
    await mkdir(folder('state.json'))
    const { code, message, cause } = await failure(open().readIntent())
    expect(code).to.equal('stateUnreadable')
    expect(message).to.match(/state\.json cannot be read: EISDIR: .+\. Restore it/)
    expect(cause).to.have.property('code', 'EISDIR')
  })

  it('ignores damaged replaceable files and reports each', async () => {
    const problems: Problem[] = []
    const store = openStore(folder(), container, (problem) => problems.push(problem))
    const files = ['troubles', 'approvals', 'held-access', 'memory']
    for (const name of files) await writeFile(folder(`${name}.json`), '{')
    expect(await store.readFailedGroups()).to.deep.equal([])
    expect(await store.readApprovals()).to.deep.equal([])
    expect(await store.readHeldAccess()).to.deep.equal([])
    expect(await store.readMemory()).to.deep.equal(emptyMemory)
    expect(problems.map(({ code, message }) => `${code}: ${message.split(' ')[0]}`)).to.deep.equal(
      files.map((name) => `stateDiscarded: ${folder(`${name}.json`)}`),
    )
    expect(await openStore(folder(), container).readMemory(), 'without a listener').to.deep.equal(emptyMemory)
  })

  it('throws stateUnreadable with the action breakLease if the lease is damaged', async () => {
    await writeFile(folder('lease.json'), '{')
    const { problems } = await failure(open().readLease())
    expect(problems[0]).to.include({ code: 'stateUnreadable', action: 'breakLease' })
    expect(problems[0].details?.file).to.match(/lease\.json$/)
  })
})

describe('a store that cannot be written', () => {
  const folder = temporaryFolder()
  beforeEach(() => writeFile(folder('taken'), ''))

  for (const name of ['taken', 'taken/below/deep']) {
    it(`throws stateNotWritable if its folder is ${name === 'taken' ? 'a file' : 'below a file'}`, async () => {
      const store = openStore(folder(name), container)
      const intents = [addition('a')]
      for (const work of [
        () => store.check(),
        () => store.takeLease(holder('first'), false),
        () => store.writeIntent(intent),
        () => store.writeLastRun(lastRun),
        () => store.writeFailedGroups([trouble]),
        () => store.writeApprovals([approval]),
        () => store.writeHeldAccess([heldAccess]),
        () => store.writeMemory(memory),
        () => store.writeWithheld('0'.repeat(64), ['a']),
        () => store.openJournal(head('run'), intents),
      ]) {
        const { code, exitCode, message } = await failure(work())
        expect({ code, exitCode }).to.deep.equal({ code: 'stateNotWritable', exitCode: 1 })
        expect(message).to.match(
          /taken.* cannot be written: .+\. Grant this account write access, or choose another state\.directory\.$/,
        )
      }
      expect(await store.readIntent(), 'the state is empty').to.deep.equal(emptyIntent)
      expect(await store.readMemory()).to.deep.equal(emptyMemory)
      expect(await store.readWithheld('0'.repeat(64))).to.equal(undefined)
    })
  }

  it('throws stateNotWritable if a folder has the name of the file', async () => {
    await mkdir(folder('troubles.json/x'), { recursive: true })
    const { code, cause } = await failure(openStore(folder(), container).writeFailedGroups([trouble]))
    expect(code).to.equal('stateNotWritable')
    expect(cause).to.have.property('code', 'EISDIR')
    expect(await readdir(folder()), 'nothing is left behind').to.have.members(['taken', 'troubles.json'])
  })

  it('passes its check if the folder is writable or can be created', async () => {
    for (const path of [folder(), folder('a/new/folder')]) {
      expect(await openStore(path, container).check()).to.deep.equal({
        checks: [{ name: 'State', status: 'ok', message: `${path} can be written.` }],
        problems: [],
      })
    }
    expect(await readdir(folder())).to.deep.equal(['taken'])
  })
})
