/** Reads members from the cloud, and distinguishes a group that cannot be read from a permission that is missing for all. */
import type { ErrorCode } from '../../errorCodes.js'
import { WritebackError } from '../../errors.js'
import type { CompleteRead } from '../../model/completeRead.js'
import type { CloudGroup } from '../../model/group.js'
import type { CloudMember } from '../../model/member.js'
import type { GroupSource } from '../ports.js'

export type MemberReads = ReadonlyMap<string, CompleteRead<CloudMember> | WritebackError>

export interface MemberReader {
  read(groups: readonly CloudGroup[]): Promise<MemberReads>
  /**
   * Must be called after the last read.
   * @throws WritebackError `graphDenied` or `permissionMissing` if every read failed with one of them: the permission is
   * missing for the whole tenant
   */
  throwIfAllDenied(): void
}

const deniedCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['graphDenied', 'permissionMissing'])

export function memberReader(source: GroupSource, signal: AbortSignal | undefined): MemberReader {
  let succeeded = false
  let refusal: WritebackError | undefined
  return {
    async read(groups) {
      const reads = await source.readMembers(groups, signal)
      for (const read of reads.values()) {
        if (read instanceof WritebackError && deniedCodes.has(read.code)) refusal ??= read
        else succeeded = true
      }
      return reads
    },
    throwIfAllDenied() {
      if (refusal && !succeeded) throw refusal
    },
  }
}
