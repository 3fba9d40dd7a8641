/** Declares suites that need an installed program. */

/**
 * Declares a suite. If something is missing, the suite is skipped and its title names the requirement; if
 * GROUPWRITEBACK_REQUIRE contains the need, as in CI, the suite fails instead.
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

/** Skips the running test, or from a hook the whole suite, for a requirement that is known only at run time. */
export function skipNeeding(context: Mocha.Context, missing: string): never {
  const runnable = context.runnable() as Mocha.Test | Mocha.Hook
  const skipped = runnable.type === 'test' ? runnable : runnable.parent
  if (skipped) skipped.title += ` (needs ${missing})`
  return context.skip()
}
