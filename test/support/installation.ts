/** Installs the package as it would be published, with its run-time dependencies only. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root } from '../project/source.js'
import { ensureBuilt, runCli, type CliResult } from './cli.js'

export interface Installation {
  folder: string
  /** Folder of the installed package. */
  home: string
  /** Packed files. */
  files: string[]
  /** Runs a program in the installation folder. */
  run(program: string, ...args: string[]): Promise<CliResult>
}

interface Packed {
  filename: string
  files: Array<{ path: string }>
}

export function install(): Installation {
  ensureBuilt()
  const folder = mkdtempSync(join(tmpdir(), 'group-writeback-installed-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const home = join(folder, 'node_modules', 'group-writeback')
  mkdirSync(home, { recursive: true })
  const { filename, files } = pack(folder)
  execFileSync('tar', ['-xzf', join(folder, filename), '-C', home, '--strip-components=1'])
  for (const path of productionPackages()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    symlinkSync(join(root, path), join(folder, path), 'junction')
  }
  // Without it, a linked package would find the modules beside its source.
  const env = { NODE_OPTIONS: '--preserve-symlinks --preserve-symlinks-main' }
  const run = (program: string, ...args: string[]) => runCli(args, { cwd: folder, env, program })
  return { folder, home, files: files.map(({ path }) => path), run }
}

/** Packs as `npm publish` does. Depending on its version, npm returns a list or an object of packages. */
function pack(folder: string): Packed {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]
  const printed = execFileSync('npm', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' })
  const [packed] = Object.values(JSON.parse(printed) as Packed[] | Record<string, Packed>)
  if (!packed) throw new Error('npm pack returned no package.')
  return packed
}

/** Returns the top-level folders of node_modules after `npm ci --omit=dev`. */
function productionPackages(): string[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean }>
  }
  return Object.entries(packages)
    .filter(([path, { dev }]) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) && dev !== true)
    .map(([path]) => path)
    .filter((path) => existsSync(join(root, path)))
}
