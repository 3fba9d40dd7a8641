/** The blocks of the pages that no test can run as they stand, each with the reason and with what is done instead. */
import type { Block } from './pages.js'

export interface Exception {
  page: string
  language: string
  /** What the block begins with or contains; it has to be found in one block alone. */
  contains: string
  why: string
}

export const exceptions: readonly Exception[] = [
  {
    page: 'docs/installation.md',
    language: 'bash',
    contains: 'openssl s_client',
    why: 'there is no domain controller of this name',
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
    why: 'it is no configuration but a message; test/ps/runbook.submit.test.ts receives one',
  },
  {
    page: 'README.md',
    language: 'bat',
    contains: 'dsacls',
    why: 'Windows alone has dsacls; its rights are compared with those that the tests sign in with',
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
    why: 'Windows alone has dsacls',
  },
  {
    page: 'docs/operations.md',
    language: 'bat',
    contains: 'icacls',
    why: 'Windows alone has icacls',
  },
  {
    page: 'docs/operations.md',
    language: 'bat',
    contains: 'dsacls',
    why: 'Windows alone has dsacls',
  },
  {
    page: 'docs/migration.md',
    language: 'bat',
    contains: 'dsacls',
    why: 'Windows alone has dsacls',
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

/** Whether a test has to run it. */
export const isRun = (block: Block): boolean => !exceptions.some((exception) => isMeant(block, exception))
