/** The same work, given up where the signal says so: not everything that is waited for hears it. */
export const stoppable = <T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> =>
  new Promise((resolve, reject) => {
    const stop = () => reject(signal?.reason as Error)
    signal?.addEventListener('abort', stop)
    if (signal?.aborted) stop()
    work.then(resolve, reject).finally(() => signal?.removeEventListener('abort', stop))
  })
