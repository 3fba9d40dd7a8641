/** The emulators, loaded once the demo begins: one file where this is compiled, their sources where it is not. */
import type * as Emulators from '../emulators/index.js'

const place = import.meta.url.endsWith('.ts') ? '../emulators/index.js' : '../emulators.js'

export const loadEmulators = async (): Promise<typeof Emulators> => (await import(place)) as typeof Emulators
