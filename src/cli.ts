#!/usr/bin/env node
/** The command line: writes one result to standard output and messages to standard error. */
import { CommanderError } from 'commander'
import { createProgram } from './cli/program.js'
import { exitCodeOfError, problemText, WritebackError } from './index.js'

/** Prints the problems of an error and returns its exit code. Commander prints its own errors. */
function reportError(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodeOfError('usage')
  if (!(error instanceof WritebackError)) throw error
  for (const problem of error.problems) process.stderr.write(`${problem.code}: ${problemText(problem)}\n`)
  return error.exitCode
}

/** A reader may close the pipe early, as `head` does; the run then continues without output. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
  })
}

try {
  await createProgram().parseAsync()
} catch (error) {
  process.exitCode = reportError(error)
}
