#!/usr/bin/env node
/** The command line for people and their scripts: one result on standard output, messages on standard error. */
import { CommanderError } from 'commander'
import { makeProgram } from './cli/program.js'
import { exitCodeOfError, problemText, WritebackError } from './index.js'

/** Commander has printed its own complaints already. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodeOfError('usage')
  if (!(error instanceof WritebackError)) throw error
  for (const problem of error.problems) process.stderr.write(`${problem.code}: ${problemText(problem)}\n`)
  return error.exitCode
}

/** A reader may close its end, as `head` does: the rest is written to nobody, and the run is done. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
  })
}

try {
  await makeProgram().parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
}
