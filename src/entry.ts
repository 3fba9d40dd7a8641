/**
 * The packaged entry, for PowerShell and other programs that start a process: one JSON request on standard input, one
 * JSON object a line on standard output, the last of which is the result or an error; words for people on standard
 * error. docs/library-and-entry.md has the contract.
 */
import { version } from './version.js'

if (process.argv[2] === '--version') {
  process.stdout.write(`${version}\n`)
} else {
  // Loaded here, so that asking for the version loads nothing else.
  void import('./entry/serve.js').then(({ serve }) => serve())
}
