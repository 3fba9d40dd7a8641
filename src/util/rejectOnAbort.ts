/** Settles as `work` does, or rejects when the signal is aborted, for work that does not observe the signal itself. */
export const rejectOnAbort = <T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> =>
  new Promise((resolve, reject) => {
    const stop = () => reject(signal?.reason as Error)
    signal?.addEventListener('abort', stop)
    if (signal?.aborted) stop()
    work.then(resolve, reject).finally(() => signal?.removeEventListener('abort', stop))
  })
