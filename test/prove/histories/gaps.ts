/**
 * Defects of src that histories found and that are not mended yet. Each is tolerated by name, so that histories go on to
 * find others; take the line away with its use once it is mended.
 */
export const gaps = {
  /**
   * After a run that made a group or was cut off, and where the memory was lost (the journals were not), SIDs that vanish
   * before the next run look like leavers.
   */
  sidsWithoutMemory: true,
  /**
   * Numbers are compared, not people: a leaver and a new member without a SID in the same group count as one identifier that
   * vanished, and a leaver without a SID hides one that did.
   */
  vanishedByNumbers: true,
  /** A member in AD stays where a cloud user shows its SID, also where it is no user or one of AD's own accounts. */
  wrongKindStays: true,
  /** Planted objects with many members make all memberships more, and the share that may be lost larger. */
  plantedInBase: true,
  /**
   * An object that is known as one group's, and carries another group's anchor by hand, is offered to be taken over as the
   * other one's; then both have the same object, and only a lost state ends that.
   */
  knownOfAnother: true,
  /** Approved losses are those of a cloud group, also where it has another object by now. */
  approvedPerGroup: true,
  /** A nested group whose SID a user of the same cloud group shows is added again by every run, or by none. */
  sidOfNested: true,
}
