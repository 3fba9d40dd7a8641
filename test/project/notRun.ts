/** Code blocks of the pages that tests cannot run, each with the reason and the replacement. */
import type { Block } from './pages.js'

export interface Exception {
  page: string
  language: string
  /** Text that occurs in this block only. */
  contains: string
  why: string
}

export const exceptions: readonly Exception[] = [
  {
    page: 'docs/installation.md',
    language: 'bash',
    contains: 'openssl s_client',
    why: 'the domain controller of the example does not exist',
  },
  {
    page: 'docs/operations.md',
    language: 'bash',
    contains: 'systemctl',
    why: 'it would change the machine; the command line of the service is run',
  },
  {
    page: 'docs/powershell.md',
    language: 'powershell',
    contains: '@connection',
    why: 'it names a real tenant; test/ps/pieces.test.ts runs such calls, and the syntax is checked',
  },
  {
    page: 'docs/powershell.md',
    language: 'json',
    contains: '"planFile"',
    why: 'it is a message and not a configuration; test/ps/runbook.submit.test.ts receives one',
  },
  {
    page: 'README.md',
    language: 'bat',
    contains: 'dsacls',
    why: 'only Windows has dsacls; its rights are compared with those of the tests',
  },
  {
    page: 'docs/directory-account.md',
    language: 'bat',
    contains: 'CCDC;group',
    why: 'as in the README',
  },
  {
    page: 'docs/directory-account.md',
    language: 'bat',
    contains: 'Reanimate Tombstones',
    why: 'only Windows has dsacls',
  },
  {
    page: 'docs/operations.md',
    language: 'bat',
    contains: 'icacls',
    why: 'only Windows has icacls',
  },
  {
    page: 'docs/operations.md',
    language: 'bat',
    contains: 'dsacls',
    why: 'only Windows has dsacls',
  },
  {
    page: 'docs/migration.md',
    language: 'bat',
    contains: 'dsacls',
    why: 'only Windows has dsacls',
  },
  {
    page: 'docs/operations.md',
    language: 'ini',
    contains: 'ExecStart',
    why: 'a service changes the machine; its command line is run',
  },
  {
    page: 'docs/operations.md',
    language: 'ini',
    contains: 'OnCalendar',
    why: 'a timer changes the machine',
  },
]

export const isMeant = ({ page, language, text }: Block, exception: Exception): boolean =>
  page === exception.page && language === exception.language && text.includes(exception.contains)

/** Returns true if a test must run the block. */
export const isRun = (block: Block): boolean => !exceptions.some((exception) => isMeant(block, exception))
