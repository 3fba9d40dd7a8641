import type { ErrorCode } from '../errorCodes.js'
import type { Change } from './change.js'
import type { Check } from './report.js'

export type Phase = 'checking' | 'reading' | 'planning' | 'applying'

/** A progress event of a run. */
export type RunEvent =
  | { type: 'phase'; phase: Phase }
  /** `total` is omitted while it is unknown. */
  | { type: 'progress'; phase: Phase; done: number; total?: number }
  /** One change was written. */
  | { type: 'change'; id: string; change: Change }
  | { type: 'check'; check: Check }
  | { type: 'warning'; code: ErrorCode; message: string }

export type OnEvent = (event: RunEvent) => void
