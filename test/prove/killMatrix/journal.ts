/** Reads the journals without code of the product. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stateOf } from '../faultMatrix/run.js'
import type { Scene } from '../faultMatrix/scene.js'

export interface ToldChange {
  type: string
  guid?: string
  dn?: string
  members?: Array<{ guid?: string; group?: string }>
}

export interface ToldOutcome {
  outcome: string
  guid?: string
}

export interface Told {
  change: ToldChange
  /** Missing if the run was killed before it recorded the outcome. */
  outcome?: ToldOutcome
}

type Line =
  | { type: 'intent'; index: number; change: ToldChange }
  | ({ type: 'outcome'; index: number } & ToldOutcome)
  | { type: 'run' | 'end' }

const folderOf = ({ folder }: Scene): string => join(stateOf(folder), 'journal')

export const journalNames = (scene: Scene): string[] => readdirSync(folderOf(scene)).sort()

/** Returns the entries of the journals, up to the point where their run was killed. */
export function toldIn(scene: Scene, names: readonly string[]): Told[] {
  return names.flatMap((name) => {
    const complete = readFileSync(join(folderOf(scene), name), 'utf8')
      .split('\n')
      .slice(0, -1)
    const lines = complete.map((line) => JSON.parse(line) as Line)
    const outcomes = new Map(
      lines.flatMap((line) => (line.type === 'outcome' ? [[line.index, line] as const] : [])),
    )
    return lines.flatMap((line): Told[] => {
      if (line.type !== 'intent') return []
      const outcome = outcomes.get(line.index)
      return [{ change: line.change, ...(outcome && { outcome }) }]
    })
  })
}
