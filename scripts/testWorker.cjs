/** What holds for every process that runs tests. */

/**
 * Lets a worker end in its own time. The pool kills one that has not ended a second after it was told to, and what was
 * counted for the coverage would be lost on a busy machine; once it is on its way out, this signal finds nobody.
 */
if (process.env['MOCHA_WORKER_ID'] !== undefined) process.once('SIGTERM', () => process.exit(143))

if (process.env['GROUPWRITEBACK_FAST'] === '1') require('./testKeys.cjs').useTestKeys()
