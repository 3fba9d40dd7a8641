/** Lets Node run TypeScript: `node --import ./scripts/blank.mjs program.ts`. */
import { register } from 'node:module'

register('./blankHooks.mjs', import.meta.url)
