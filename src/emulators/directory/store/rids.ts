/** The last parts of SIDs: the RID master gives them out in blocks, so that no two controllers use one twice (MS-ADTS 6.1.5.3). */

export interface RidBlock {
  next: number
  end: number
}

export interface RidMaster {
  takeBlock(): RidBlock
}

/** Accounts that people make come after Windows' own. */
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
