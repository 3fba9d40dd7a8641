/** Prints a result as text, JSON or Markdown, to standard output or to a file. */
import { writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import {
  markdownReport,
  statusMarkdown,
  statusText,
  textReport,
  WritebackError,
  type Report,
  type Status,
} from '../index.js'

export const outputFormats = ['text', 'json', 'markdown'] as const
export type OutputFormat = (typeof outputFormats)[number]

export interface OutputFlags {
  output?: OutputFormat
  outputFile?: string
}

type Printers<T> = Record<OutputFormat, (value: T) => string>

const toJsonText = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`

export const isColorEnabled = (): boolean => process.stdout.isTTY && !process.env['NO_COLOR']

export const printReport = (report: Report, flags: OutputFlags): Promise<void> =>
  printResult(report, flags, {
    text: (value) => textReport(value, flags.outputFile === undefined && isColorEnabled()),
    json: toJsonText,
    markdown: markdownReport,
  })

export const printStatus = (status: Status, flags: OutputFlags): Promise<void> =>
  printResult(status, flags, { text: statusText, json: toJsonText, markdown: statusMarkdown })

/** @throws WritebackError `usage` if the file cannot be written */
async function printResult<T>(
  value: T,
  { output, outputFile }: OutputFlags,
  printers: Printers<T>,
): Promise<void> {
  const text = printers[output ?? formatOfFile(outputFile)](value)
  if (outputFile === undefined) process.stdout.write(text)
  else await writeOutputFile(outputFile, text, 'w')
}

async function writeOutputFile(file: string, text: string, flag: 'w' | 'a'): Promise<void> {
  await writeFile(file, text, { flag }).catch((cause: unknown) => {
    throw new WritebackError('usage', `${file} cannot be written.`, {
      cause,
      hint: 'Specify a file in an existing folder.',
      details: { file, key: 'outputFile' },
    })
  })
}

const formatsByExtension: Readonly<Record<string, OutputFormat>> = { '.json': 'json', '.md': 'markdown' }

const formatOfFile = (file = ''): OutputFormat => formatsByExtension[extname(file).toLowerCase()] ?? 'text'

/** Checks before the run that its result can be written to the output file. @throws WritebackError `usage` */
export async function ensureOutputWritable({ outputFile }: OutputFlags): Promise<void> {
  if (outputFile !== undefined) await writeOutputFile(outputFile, '', 'a')
}
