/** One check that is taken out of the code. */
export interface Mutation {
  /** What is taken out: a name that `derived.ts` finds. */
  of: string
  /** Below the root, as the tests are. */
  file: string
  /** Occurs exactly once in the file. */
  from: string
  /** Valid TypeScript in which the check decides nothing any more. */
  to: string
  /** Of these at least one has to fail: as few and as fast ones as possible. */
  tests: readonly string[]
}

/** A file of `src`, what it says, what it says without the check, and the tests that have to notice. */
export type Edit = readonly [file: string, from: string, to: string, ...tests: string[]]

/** Each edit is a mutation of its own, also where a name has several. */
export const mutationsOf = (kind: string, edits: Readonly<Record<string, readonly Edit[]>>): Mutation[] =>
  Object.entries(edits).flatMap(([name, some]) =>
    some.map(([file, from, to, ...tests]) => ({
      of: `${kind}:${name}`,
      file: `src/${file}.ts`,
      from,
      to,
      tests: tests.map((test) => `test/${test}.test.ts`),
    })),
  )
