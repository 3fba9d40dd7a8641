/**
 * The packaged entry for PowerShell and other programs that start a process. It reads one JSON request from standard
 * input and writes one JSON object per line to standard output; the last one is the result or an error. Messages for
 * people go to standard error. docs/library-and-entry.md has the contract.
 */
import { version } from './version.js'

if (process.argv[2] === '--version') {
  process.stdout.write(`${version}\n`)
} else {
  // Imported here, so that --version loads nothing else.
  void import('./entry/serve.js').then(({ serveRequest }) => serveRequest())
}
