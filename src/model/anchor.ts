/**
 * The anchor links an object in AD to one cloud group: `Group_<objectId>`, in `adminDescription` and, where the schema
 * has it, in `msDS-ExternalDirectoryObjectId`. Entra Connect does not sync objects whose adminDescription starts with
 * `Group_` to the cloud, which prevents a sync loop; Cloud Sync joins on the second attribute.
 */

/** The attributes that carry the anchor. */
export const anchorAttributes = ['adminDescription', 'msDS-ExternalDirectoryObjectId'] as const

const anchorPrefix = 'Group_'
const anchorPattern = /^Group_([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i
const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export const isObjectId = (text: string): boolean => guidPattern.test(text)

export const anchorOf = (groupId: string): string => anchorPrefix + groupId

/** Returns the cloud group's object id in lower case, or undefined if the value is not an anchor. */
export const parseAnchor = (anchor: string): string | undefined =>
  anchorPattern.exec(anchor)?.[1]?.toLowerCase()

/** Returns the cloud groups that an object's anchors name; more than one is a conflict for a person to resolve. */
export const parseAnchors = (anchors: readonly string[]): string[] => [
  ...new Set(anchors.flatMap((anchor) => parseAnchor(anchor) ?? [])),
]
