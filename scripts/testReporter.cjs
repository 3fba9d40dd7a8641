/**
 * A mocha reporter that prints dots, each failure at once, and at the end the missing requirements of skipped tests, each
 * once with the number of tests.
 */
const { Runner, reporters } = require('mocha')

const { EVENT_RUN_END, EVENT_TEST_FAIL, EVENT_TEST_PENDING } = Runner.constants

module.exports = class extends reporters.Dot {
  constructor(runner, options) {
    super(runner, options)
    runner.on(EVENT_TEST_FAIL, (test) => process.stdout.write(` ${test.fullTitle()}\n  `))
    const skipped = new Map()
    runner.on(EVENT_TEST_PENDING, (test) => {
      const want =
        /\(needs (.*?)\)(?= |$)/.exec(test.fullTitle())?.[1] ?? `what it does not say: ${test.fullTitle()}`
      skipped.set(want, (skipped.get(want) ?? 0) + 1)
    })
    runner.once(EVENT_RUN_END, () => {
      for (const [want, count] of skipped)
        process.stdout.write(`Skipped: ${count} ${count === 1 ? 'test needs' : 'tests need'} ${want}\n`)
    })
  }
}
