import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export type Command = 'provision' | 'exchange' | 'delegate' | 'grant' | 'seal' | 'seed'

const script = fileURLToPath(new URL('directory.py', import.meta.url))

/** Runs a part of directory.py. */
export async function runCommand(command: Command, order: object): Promise<unknown> {
  const output = await execute('/usr/bin/python3', [script, command], { input: JSON.stringify(order) })
  return JSON.parse(output)
}

export interface Execution {
  input?: string
  env?: Record<string, string>
}

/** Runs a program and returns its standard output. @throws an Error with its error output */
export function execute(
  program: string,
  args: readonly string[],
  execution: Execution = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    // /usr/sbin contains samba on Debian; PYTHONDONTWRITEBYTECODE keeps the repository clean
    const path = `${process.env.PATH}:/usr/sbin`
    const env = { ...process.env, PATH: path, PYTHONDONTWRITEBYTECODE: '1', ...execution.env }
    const child = spawn(program, args, { env })
    const output: Buffer[] = []
    const errors: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(output).toString())
      else reject(new Error(`${program} exited with code ${code}: ${Buffer.concat(errors).toString()}`))
    })
    child.stdin.on('error', () => {}) // the program can exit before it has read everything
    child.stdin.end(execution.input ?? '')
  })
}
