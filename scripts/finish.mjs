/** After the compiler: the schema as a file for editors, the command as something that can be run, and what is packed. */
import { chmod, writeFile } from 'node:fs/promises'
import { configSchema } from '../lib/config/schema.js'

const lib = new URL('../lib/', import.meta.url)
await writeFile(new URL('config.schema.json', lib), `${JSON.stringify(configSchema, undefined, 2)}\n`)
await chmod(new URL('cli.js', lib), 0o755)
// npm leaves out what a .gitignore on the way names, which here is everything; an .npmignore stands in its place.
await writeFile(new URL('.npmignore', lib), '*.map\n.gitignore\n')
