/**
 * Ignores SIGTERM in a worker that is exiting. The pool kills a worker that does not exit within one second, and on a busy
 * machine its coverage data would be lost.
 */
if (process.env['MOCHA_WORKER_ID'] !== undefined) process.once('SIGTERM', () => process.exit(143))
