/**
 * The anchor ties an object in AD to one cloud group: `Group_<objectId>`, in `adminDescription` and, where the schema
 * has it, in `msDS-ExternalDirectoryObjectId`. Entra Connect leaves objects whose adminDescription starts with `Group_`
 * alone on its way up, so nothing loops; Cloud Sync joins on the second attribute.
 */
export const anchorAttributes = ['adminDescription', 'msDS-ExternalDirectoryObjectId'] as const

const prefix = 'Group_'
const form = /^Group_([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i
const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export const isObjectId = (text: string): boolean => guid.test(text)

export const anchorOf = (groupId: string): string => prefix + groupId

/** The cloud group's object id (lower case), or undefined where the value is no anchor. */
export const groupIdOf = (anchor: string): string | undefined => form.exec(anchor)?.[1]?.toLowerCase()

/** The cloud groups that an object's anchors name: usually one; more than one is for a person to mend. */
export const groupIdsOf = (anchors: readonly string[]): string[] => [
  ...new Set(anchors.flatMap((anchor) => groupIdOf(anchor) ?? [])),
]
