/** Reads members from the cloud, and tells one group that cannot be read from a right that is missing for all. */
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
   * Called after the last read.
   * @throws WritebackError where every single read was refused for want of a right: that is no fault of the groups
   */
  refuseIfAllFailed(): void
}

const rightsMissing: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['graphDenied', 'permissionMissing'])

export function memberReader(source: GroupSource, signal: AbortSignal | undefined): MemberReader {
  let succeeded = false
  let refusal: WritebackError | undefined
  return {
    async read(groups) {
      const reads = await source.readMembers(groups, signal)
      for (const read of reads.values()) {
        if (read instanceof WritebackError && rightsMissing.has(read.code)) refusal ??= read
        else succeeded = true
      }
      return reads
    },
    refuseIfAllFailed() {
      if (refusal && !succeeded) throw refusal
    },
  }
}
