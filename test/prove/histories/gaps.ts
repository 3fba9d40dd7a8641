/**
 * Defects of src that histories found and that are not mended yet. Each is tolerated by name, so that histories go on to
 * find others; take the line away with its use once it is mended.
 */
export const gaps = {
  /** An assigned group that becomes dynamic has a rule for the first time: its members are not waited for. */
  firstRule: true,
  /** A rule that changed, and was changed back before the members were proved, counts as one that did not change. */
  ruleBack: true,
  /**
   * After a run that made a group or was cut off, and where the memory was lost (the journals were not), SIDs that vanish
   * before the next run look like leavers.
   */
  sidsWithoutMemory: true,
  /** Where the memory was lost, so was the rule of every dynamic group: a new one is not noticed. */
  rulesWithoutMemory: true,
  /** A policy empties objects that AD protects without asking. */
  protectedByPolicy: true,
  /** A leaver and a new member without a SID in the same group count as one identifier that vanished. */
  vanishedByNumbers: true,
  /** After a kill between the journal and a deletion, the object that was to be deleted is not known any more. */
  forgottenDeletion: true,
  /** A member in AD stays where a cloud user shows its SID, also where it is no user or one of AD's own accounts. */
  wrongKindStays: true,
  /** Planted objects with many members make all memberships more, and the share that may be lost larger. */
  plantedInBase: true,
  /**
   * An object that is known as one group's, and carries another group's anchor by hand, is offered to be taken over as the
   * other one's; then both have the same object, and only a lost state ends that.
   */
  knownOfAnother: true,
  /**
   * Where the run that made a group was cut off before it wrote members, those that the next run writes count as temporary
   * for a day: no limit holds for the group.
   */
  membersAfterCut: true,
  /**
   * A nested group whose anchor somebody cleared, or that was moved out of the container, falls out of its parent, though
   * its object is known and a member.
   */
  nestedAstray: true,
  /** Approved losses are those of a cloud group, also where it has another object by now. */
  approvedPerGroup: true,
  /** A nested group whose SID a user of the same cloud group shows is added again by every run, or by none. */
  sidOfNested: true,
}
