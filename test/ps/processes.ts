/** Reads other processes from /proc; Linux only. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

export interface Process {
  pid: number
  parent: number
  program: string
}

export const pids = (): number[] => readdirSync('/proc').filter(isNumber).map(Number)

/** Returns undefined if the process has ended. */
export function processOf(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state = '', parent = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (state === 'Z') return undefined
    return { pid, parent: Number(parent), program: readlinkSync(`/proc/${pid}/exe`) }
  } catch {
    return undefined
  }
}

/** The Node processes that this process started. */
export const nodesOf = (parent: number): number[] =>
  pids().filter((pid) => {
    const one = processOf(pid)
    return one?.parent === parent && /\bnode[^/]*$/.test(one.program)
  })

/** Returns the arguments and the environment of a process. */
export function visibleOf(pid: number): string {
  return ['cmdline', 'environ'].map((name) => readOrNothing(`/proc/${pid}/${name}`)).join('\n')
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

const isNumber = (name: string): boolean => /^\d+$/.test(name)
