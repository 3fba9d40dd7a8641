import type { ErrorCode } from '../errorCodes.js'
import type { Change } from './change.js'
import type { Check } from './report.js'

export type Phase = 'checking' | 'reading' | 'planning' | 'applying'

/** What a run tells while it goes on. */
export type RunEvent =
  | { type: 'phase'; phase: Phase }
  /** `total` is missing where nobody can know it yet. */
  | { type: 'progress'; phase: Phase; done: number; total?: number }
  /** One change was written. */
  | { type: 'change'; id: string; change: Change }
  | { type: 'check'; check: Check }
  | { type: 'warning'; code: ErrorCode; message: string }

export type OnEvent = (event: RunEvent) => void
