import { expect } from 'chai'
import { WritebackError } from '../../src/errors.js'
import { readToEnd, type CompleteRead, type Page } from '../../src/model/completeRead.js'

const description = { what: 'the members of Sales', code: 'graphIncomplete' } as const
const same = <T>(items: readonly T[]) => items

/** Tells what happens to it. */
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
  it('gives the items of every page, in order', async () => {
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

  it('gives no items where the only page is empty and says that it is the last', async () => {
    const read = await readToEnd(pages([{ items: [], last: true }]), description, same)
    expect(read.items).to.deep.equal([])
  })

  it('stops at the last page, and lets go of the source', async () => {
    const log: string[] = []
    const list = [
      { items: [1], last: true },
      { items: [2], last: true },
    ]
    const read = await readToEnd(pages(list, log), description, same)
    expect(read.items).to.deep.equal([1])
    expect(log).to.deep.equal(['page 1', 'closed'])
  })

  it('keeps only what is made of a page, before the next one is asked for', async () => {
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

  it('takes more items in a page than a call takes arguments', async () => {
    const items = Array.from({ length: 300_000 }, (_, index) => index)
    const read = await readToEnd(pages([{ items, last: true }]), description, same)
    expect(read.items).to.have.lengthOf(300_000)
  })

  const short: Array<[what: string, list: Array<Page<number>>, where: string]> = [
    ['no page came', [], 'before the first page'],
    ['one page came, but not the last', [{ items: [1], last: false }], 'after page 1, before the end'],
    [
      'an empty page was taken for the end',
      [
        { items: [1], last: false },
        { items: [], last: false },
      ],
      'after page 2, before the end',
    ],
  ]
  for (const [what, list, where] of short) {
    for (const code of ['graphIncomplete', 'directoryIncomplete'] as const) {
      it(`is no read where ${what} (${code})`, async () => {
        const error = await failure(readToEnd(pages(list), { ...description, code }, same))
        expect(error).to.be.instanceOf(WritebackError)
        expect(error).to.include({
          code,
          exitCode: 1,
          message: `Reading the members of Sales stopped ${where}. Nothing was concluded from it; run again.`,
        })
      })
    }
  }

  it('fails as its source fails, even after pages came', async () => {
    const away = new Error('away')
    const log: string[] = []
    const error = await failure(readToEnd(pages([{ items: [1], last: false }, away], log), description, same))
    expect(error).to.equal(away)
    expect(log.at(-1)).to.equal('closed')
  })

  it('fails where a page cannot be made sense of, and lets go of the source', async () => {
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

  /** The compiler is the test: without the error it expects, each line is one. */
  it('cannot be written by hand', async () => {
    const read = await complete()
    // @ts-expect-error only the code that saw the last page can make one
    const written: CompleteRead<number> = { items: [] }
    // @ts-expect-error not out of another one either
    const spread: CompleteRead<number> = { ...read, items: [] }
    // @ts-expect-error nor out of an array
    const list: CompleteRead<number> = []
    // @ts-expect-error nor can items be taken out of it
    const taken: number[] = read.items
    // @ts-expect-error nor replaced
    const replaced = () => (read.items = [])
    expect([written, spread, list, taken, replaced]).to.have.lengthOf(5)
  })
})
