import { evidence } from './evidence.js'
import { groups } from './groups.js'
import { guards } from './guards.js'
import { join } from './join.js'
import { members } from './members.js'
import type { Mutation } from './mutation.js'
import { readErrors } from './readErrors.js'
import { reads } from './reads.js'
import { refusals } from './refusals.js'
import { waiting } from './waiting.js'
import { writeErrors } from './writeErrors.js'

export const mutations: readonly Mutation[] = [
  ...guards,
  ...waiting,
  ...evidence,
  ...reads,
  ...members,
  ...groups,
  ...readErrors,
  ...writeErrors,
  ...refusals,
  ...join,
]
