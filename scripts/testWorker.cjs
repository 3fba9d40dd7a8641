/** What holds for every process that runs tests. */

/**
 * Ignores SIGTERM in a worker that is exiting. The pool kills a worker that does not exit within one second, and on a busy
 * machine its coverage data would be lost.
 */
if (process.env['MOCHA_WORKER_ID'] !== undefined) process.once('SIGTERM', () => process.exit(143))

if (process.env['GROUPWRITEBACK_FAST'] === '1') require('./testKeys.cjs').useTestKeys()
