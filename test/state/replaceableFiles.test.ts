import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import type { Problem } from '../../src/errors.js'
import { emptyMemory } from '../../src/model/memory.js'
import {
  approvalsFile,
  replaceableFile,
  heldAccessFile,
  memoryFile,
  failedGroupsFile,
  type ReplaceableFile,
  type StateLocation,
} from '../../src/state/replaceableFiles.js'
import { approval, container, failure, heldAccess, memory, temporaryFolder, trouble } from './fixture.js'

type Open = (place: StateLocation) => ReplaceableFile<unknown>

interface Case {
  file: string
  open: Open
  content: unknown
  empty: unknown
  /** The hint of the warning about a damaged file. */
  hint: string
  /** Contents that are valid JSON, but invalid for this version. */
  wrong: unknown[]
}

const other = 'OU=Other,DC=corp,DC=test'
const spelled = 'ou=groups, dc=CORP, dc=test'

const without = (content: object, key: string) =>
  Object.fromEntries(Object.entries(content).filter(([name]) => name !== key))
const eachMissing = (content: object) => Object.keys(content).map((key) => [without(content, key)])

const cases: Case[] = [
  {
    file: 'troubles.json',
    open: failedGroupsFile,
    content: [trouble],
    empty: [],
    hint: 'No action is needed: failed groups are retried at once.',
    wrong: [{}, [null], [[]], ['a'], [trouble, {}], [{ ...trouble, problem: [] }], ...eachMissing(trouble)],
  },
  {
    file: 'approvals.json',
    open: approvalsFile,
    content: [approval],
    empty: [],
    hint: 'Approve the withheld changes again.',
    wrong: [{}, [null], [approval, 5], [{ ...approval, steps: {} }], ...eachMissing(approval)],
  },
  {
    file: 'held-access.json',
    open: heldAccessFile,
    content: [heldAccess],
    empty: [],
    hint: 'No action is needed: the age of withheld removals is counted from now.',
    wrong: [{}, [null], [{ ...heldAccess, members: null }], ...eachMissing(heldAccess)],
  },
  {
    file: 'memory.json',
    open: memoryFile,
    content: memory,
    empty: emptyMemory,
    hint: 'No action is needed: the written objects are read from the journals.',
    wrong: [
      {},
      [],
      5,
      ...Object.keys(emptyMemory).map((key) => without(emptyMemory, key)),
      { ...emptyMemory, groups: [] },
      { ...emptyMemory, doubts: null },
      { ...emptyMemory, groups: { a: {} } },
      { ...emptyMemory, groups: { a: null } },
      ...['digest', 'at', 'since'].map((key) => ({
        ...emptyMemory,
        doubts: { a: without({ digest: 'd', at: 't', since: 't' }, key) },
      })),
    ],
  },
]

for (const { file, open, content, empty, hint, wrong } of cases) {
  describe(`the replaceable file ${file}`, () => {
    const folder = temporaryFolder()
    const problems: Problem[] = []
    const opened = (of = container) =>
      open({ folder: folder(), container: of, onDiscarded: (problem) => problems.push(problem) })
    const onDisk = async (): Promise<unknown> => JSON.parse(await readFile(folder(file), 'utf8'))
    const stored = (data: unknown, of = container) => ({ container: of, content: data })
    beforeEach(() => void (problems.length = 0))

    it('is not created by reading, and returns the written content', async () => {
      expect(await opened().read()).to.deep.equal(empty)
      expect(await readdir(folder())).to.deep.equal([])
      await opened().write(content)
      expect(await onDisk()).to.deep.equal(stored(content))
      expect(await opened().read()).to.deep.equal(content)
      expect(await opened(spelled).read()).to.deep.equal(content)
      expect(problems).to.deep.equal([])
    })

    it('is written only if its content differs', async () => {
      const kept = opened()
      await kept.write(content)
      const written = await stat(folder(file))
      await kept.write(structuredClone(content))
      expect((await stat(folder(file))).ino, 'after writing').to.equal(written.ino)
      const again = opened()
      await again.read()
      await again.write(structuredClone(content))
      expect((await stat(folder(file))).ino, 'after reading').to.equal(written.ino)
      await again.write(empty)
      expect(await onDisk()).to.deep.equal(stored(empty))
    })

    it('is not created for empty content', async () => {
      const kept = opened()
      await kept.write(await kept.read())
      expect(await readdir(folder())).to.deep.equal([])
    })

    it('of another container counts as missing, and is kept until there is content to write', async () => {
      await opened(other).write(content)
      const kept = opened()
      expect(await kept.read()).to.deep.equal(empty)
      await kept.write(empty)
      expect(await opened(other).read()).to.deep.equal(content)
      await kept.write(content)
      expect(await onDisk()).to.deep.equal(stored(content))
      expect(await opened(other).read()).to.deep.equal(empty)
      expect(problems, 'no warning').to.deep.equal([])
    })

    const damaged: Array<[what: string, text: string, why: string]> = [
      ['no content', '', 'it is not valid JSON'],
      ['incomplete content', JSON.stringify(stored(content)).slice(0, 60), 'it is not valid JSON'],
      ['zeros, as after a power failure,', '\0'.repeat(100), 'it is not valid JSON'],
      ...[null, true, 'x', [], content, { content }, ...wrong.map((data) => stored(data))].map(
        (data): [string, string, string] => [
          JSON.stringify(data),
          JSON.stringify(data),
          'its content is not valid for this version',
        ],
      ),
    ]
    for (const [what, text, why] of damaged) {
      it(`with ${what} is ignored with a warning and replaced`, async () => {
        await writeFile(folder(file), text)
        const kept = opened()
        expect(await kept.read()).to.deep.equal(empty)
        expect(problems).to.deep.equal([
          {
            code: 'stateDiscarded',
            message: `${folder(file)} cannot be read: ${why}. It is ignored and will be replaced.`,
            hint,
          },
        ])
        await kept.write(empty)
        expect(await onDisk(), 'even with empty content').to.deep.equal(stored(empty))
        expect(await opened().read()).to.deep.equal(empty)
        expect(problems).to.have.lengthOf(1)
        const written = await stat(folder(file))
        await kept.write(empty)
        expect((await stat(folder(file))).ino, 'once').to.equal(written.ino)
      })
    }

    it('is ignored if a folder has its name, and only writing fails', async () => {
      await mkdir(folder(file, 'x'), { recursive: true })
      const kept = opened()
      expect(await kept.read()).to.deep.equal(empty)
      expect(problems.map(({ code }) => code)).to.deep.equal(['stateDiscarded'])
      expect((await failure(kept.write(content))).code).to.equal('stateNotWritable')
    })
  })
}

describe('a replaceable file', () => {
  const folder = temporaryFolder()

  it('does not hide an unexpected error', async () => {
    await writeFile(folder('file.json'), JSON.stringify({ container, content: [] }))
    const unexpected = new TypeError('unexpected')
    const isValid = (_: unknown): _ is [] => {
      throw unexpected
    }
    const onDiscarded = () => {
      throw new Error('reported as damaged')
    }
    const kept = replaceableFile('file.json', { isValid, hint: '' }, [], {
      folder: folder(),
      container,
      onDiscarded,
    })
    expect(await kept.read().catch((error: unknown) => error)).to.equal(unexpected)
  })
})
