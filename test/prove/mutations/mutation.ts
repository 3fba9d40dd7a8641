/** The removal of one check from the code. */
export interface Mutation {
  /** Name of the check, as derived by `derived.ts`. */
  of: string
  /** Path relative to the root, like the tests. */
  file: string
  /** Source text that occurs exactly once in the file. */
  from: string
  /** Valid TypeScript without the check. */
  to: string
  /** Test files of which at least one must fail; few and fast ones. */
  tests: readonly string[]
}

/** A file of `src`, its text with the check, without the check, and the test files that must fail. */
export type Edit = readonly [file: string, from: string, to: string, ...tests: string[]]

/** Returns one mutation for each edit; a name can have several. */
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
