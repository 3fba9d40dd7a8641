/** Suites that need a program of this machine. */

/**
 * Where something is missing the suite is skipped, with what it is in the title; where GROUPWRITEBACK_REQUIRE names the
 * need, as CI does, that is a failure.
 */
export function describeNeeding(
  need: string,
  missing: string | undefined,
  title: string,
  body: (this: Mocha.Suite) => void,
): void {
  if (missing === undefined) describe(title, body)
  else if (process.env['GROUPWRITEBACK_REQUIRE']?.split(',').includes(need)) {
    describe(title, () => {
      it('has what it needs', () => {
        throw new Error(`missing: ${missing}`)
      })
    })
  } else describe.skip(`${title} (needs ${missing})`, body)
}

/** The same for what is known only while tests run: in a test for that one, in a hook for the whole suite. */
export function skipNeeding(context: Mocha.Context, missing: string): never {
  const runnable = context.runnable() as Mocha.Test | Mocha.Hook
  const skipped = runnable.type === 'test' ? runnable : runnable.parent
  if (skipped) skipped.title += ` (needs ${missing})`
  return context.skip()
}
