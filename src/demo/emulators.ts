/** Loads the emulators when the demo starts: from one bundled file if this file is compiled, otherwise from source. */
import type * as Emulators from '../emulators/index.js'

const modulePath = import.meta.url.endsWith('.ts') ? '../emulators/index.js' : '../emulators.js'

export const loadEmulators = async (): Promise<typeof Emulators> =>
  (await import(modulePath)) as typeof Emulators
