/** After the compiler: the schema as a file for editors, and the command as something that can be run. */
import { chmod, writeFile } from 'node:fs/promises'
import { configSchema } from '../lib/config/schema.js'

const lib = new URL('../lib/', import.meta.url)
await writeFile(new URL('config.schema.json', lib), `${JSON.stringify(configSchema, undefined, 2)}\n`)
await chmod(new URL('cli.js', lib), 0o755)
