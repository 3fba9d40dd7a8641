/**
 * Allocates RIDs: the RID master hands out blocks, so that no two controllers use the same one (MS-ADTS
 * 6.1.5.3).
 */

export interface RidBlock {
  next: number
  end: number
}

export interface RidMaster {
  takeBlock(): RidBlock
}

/** RIDs of new accounts start after those of Windows' own. */
const firstRid = 1103
const blockSize = 500

export function createRidMaster(): RidMaster {
  let next = firstRid
  return {
    takeBlock() {
      const block = { next, end: next + blockSize }
      next = block.end
      return block
    },
  }
}
