import { expect } from 'chai'
import { WritebackError } from '../../src/errors.js'
import { readToEnd, type CompleteRead, type Page } from '../../src/model/completeRead.js'

const description = { what: 'the members of Sales', code: 'graphIncomplete' } as const
const same = <T>(items: readonly T[]) => items

/** Yields pages and logs their requests and the end of the iteration. */
async function* pages<T>(list: ReadonlyArray<Page<T> | Error>, log: string[] = []): AsyncGenerator<Page<T>> {
  try {
    for (const [index, page] of list.entries()) {
      log.push(`page ${index + 1}`)
      if (page instanceof Error) throw page
      yield page
    }
    log.push('no more')
  } finally {
    log.push('closed')
  }
}

async function failure(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  )
}

describe('reading to the end', () => {
  it('returns the items of all pages in order', async () => {
    const read = await readToEnd(
      pages([
        { items: [1, 2], last: false },
        { items: [], last: false },
        { items: [3], last: true },
      ]),
      description,
      same,
    )
    expect(read.items).to.deep.equal([1, 2, 3])
  })

  it('returns no items if the only page is empty and marked as the last', async () => {
    const read = await readToEnd(pages([{ items: [], last: true }]), description, same)
    expect(read.items).to.deep.equal([])
  })

  it('stops after the last page and closes the iterator', async () => {
    const log: string[] = []
    const list = [
      { items: [1], last: true },
      { items: [2], last: true },
    ]
    const read = await readToEnd(pages(list, log), description, same)
    expect(read.items).to.deep.equal([1])
    expect(log).to.deep.equal(['page 1', 'closed'])
  })

  it('maps each page before it requests the next one, and keeps the mapped items only', async () => {
    const log: string[] = []
    const list = [
      { items: ['a', 'b'], last: false },
      { items: ['c'], last: true },
    ]
    const read = await readToEnd(pages(list, log), description, async (items) => {
      await Promise.resolve()
      log.push(`mapped ${items.join()}`)
      return items.filter((item) => item !== 'b').map((item) => item.toUpperCase())
    })
    expect(read.items).to.deep.equal(['A', 'C'])
    expect(log).to.deep.equal(['page 1', 'mapped a,b', 'page 2', 'mapped c', 'closed'])
  })

  it('accepts pages with 300,000 items', async () => {
    const items = Array.from({ length: 300_000 }, (_, index) => index)
    const read = await readToEnd(pages([{ items, last: true }]), description, same)
    expect(read.items).to.have.lengthOf(300_000)
  })

  const truncated: Array<[what: string, list: Array<Page<number>>, where: string]> = [
    ['there is no page', [], 'before the first page'],
    ['the only page is not the last', [{ items: [1], last: false }], 'after page 1, before the last page'],
    [
      'an empty page is not marked as the last',
      [
        { items: [1], last: false },
        { items: [], last: false },
      ],
      'after page 2, before the last page',
    ],
  ]
  for (const [what, list, where] of truncated) {
    for (const code of ['graphIncomplete', 'directoryIncomplete'] as const) {
      it(`fails with ${code} if ${what}`, async () => {
        const error = await failure(readToEnd(pages(list), { ...description, code }, same))
        expect(error).to.be.instanceOf(WritebackError)
        expect(error).to.include({
          code,
          exitCode: 1,
          message: `Reading the members of Sales stopped ${where}. Run again; the incomplete result was discarded.`,
        })
      })
    }
  }

  it('fails with the error of the source, also after the first page', async () => {
    const failed = new Error('failed')
    const log: string[] = []
    const error = await failure(
      readToEnd(pages([{ items: [1], last: false }, failed], log), description, same),
    )
    expect(error).to.equal(failed)
    expect(log.at(-1)).to.equal('closed')
  })

  it('fails with the error of the mapping and closes the iterator', async () => {
    const log: string[] = []
    const wrong = new Error('wrong')
    const work = readToEnd(pages([{ items: [1], last: true }], log), description, () => {
      throw wrong
    })
    expect(await failure(work)).to.equal(wrong)
    expect(log).to.deep.equal(['page 1', 'closed'])
  })
})

describe('a complete read', () => {
  const complete = () => readToEnd(pages([{ items: [1, 2], last: true }]), description, same)

  /** The compiler is the test: it fails if an expected error does not occur. */
  it('cannot be built from a literal, a spread or an array (compiler)', async () => {
    const read = await complete()
    // @ts-expect-error only readToEnd builds one
    const written: CompleteRead<number> = { items: [] }
    // @ts-expect-error a complete read cannot be spread
    const spread: CompleteRead<number> = { ...read, items: [] }
    // @ts-expect-error an array is not a complete read
    const list: CompleteRead<number> = []
    // @ts-expect-error the items are read-only
    const taken: number[] = read.items
    // @ts-expect-error the items cannot be replaced
    const replaced = () => (read.items = [])
    expect([written, spread, list, taken, replaced]).to.have.lengthOf(5)
  })
})
