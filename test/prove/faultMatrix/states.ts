/** Wrong states of a whole side during one run, each about one group. */
import { idIn, type Scene } from './scene.js'

export interface StateFault {
  /** Runs before the changes in the cloud. */
  prepare?: (scene: Scene, group: string) => void
  /** Runs before the run. */
  begin?: (scene: Scene, group: string) => void
  /** Runs after the run. The faults of the cloud are removed separately. */
  end?: (scene: Scene, group: string) => void
  /** True if it affects all groups. */
  overall?: true
  isLie?: true
}

const dnOf = ({ place: { directory } }: Scene, id: string): string =>
  directory.find('adminDescription', `Group_${id}`)[0]?.dn ?? ''

/** Denies the account reading attributes of the object of the group. */
function denied(...attributes: string[]): StateFault {
  const change = (what: 'denyRead' | 'allowRead') => (scene: Scene, group: string) => {
    const { directory } = scene.place
    const dn = guidNames.get(`${scene.number} ${group}`) ?? dnOf(scene, idIn(scene, group))
    if (dn === '') return
    guidNames.set(`${scene.number} ${group}`, `<GUID=${directory.read(dn)?.guid ?? ''}>`)
    if (!directory.read(dn)) return
    for (const attribute of attributes) directory[what](dn, scene.account.dn, attribute)
  }
  return { begin: change('denyRead'), end: change('allowRead') }
}

/** Object GUIDs, by which an object is found after a rename. */
const guidNames = new Map<string, string>()

/** Returns true if the group exists in the cloud; counts and members of other groups cannot be changed. */
const isThere = (scene: Scene, group: string): boolean =>
  scene.place.entra.tenant.group(idIn(scene, group)) !== undefined

const hide =
  (act: (scene: Scene, ids: string[]) => void) =>
  (scene: Scene, group: string): void => {
    if (isThere(scene, group)) act(scene, [idIn(scene, group)])
  }

const unlisted = hide(({ place }, ids) => place.entra.tenant.hideFromListings(ids))
const unfound = hide(({ place }, ids) => place.entra.tenant.hideFromListings(ids, { lookups: true }))
const unread = hide(({ place }, ids) => place.entra.tenant.hideFromReads(ids))

const counted = (by: number): StateFault => ({
  begin: hide(({ place: { entra } }, [id = '']) => {
    entra.tenant.setCount(id, Math.max(0, entra.tenant.members(id).length + by))
  }),
  end: hide(({ place: { entra } }, [id = '']) => entra.tenant.setCount(id, undefined)),
  isLie: true,
})

const lagging = (reads: number): StateFault => ({
  prepare: ({ place }) => place.entra.tenant.lag({ reads }),
  overall: true,
  isLie: true,
})

export const stateFaults: Readonly<Record<string, StateFault>> = {
  unlistedOnce: {
    begin: hide(({ place }, ids) => place.entra.tenant.hideFromListings(ids, { listings: 1 })),
    isLie: true,
  },
  unlisted: { begin: unlisted, isLie: true },
  unfound: { begin: unfound, isLie: true },
  unreadOnce: {
    begin: hide(({ place }, ids) => place.entra.tenant.hideFromReads(ids, { reads: 1 })),
    isLie: true,
  },
  unread: { begin: unread, isLie: true },
  unlistedAndUnread: {
    begin: (scene, group) => [unlisted, unread].forEach((act) => act(scene, group)),
    isLie: true,
  },
  unfoundAndUnread: {
    begin: (scene, group) => [unfound, unread].forEach((act) => act(scene, group)),
    isLie: true,
  },
  countedMore: counted(1),
  countedLess: counted(-1),
  countedNone: counted(-1000),
  membersDenied: denied('member'),
  anchorsDenied: denied('adminDescription', 'msDS-ExternalDirectoryObjectId'),
  descriptionDenied: denied('description'),
  noneListed: {
    begin: (scene) => scene.place.entra.tenant.hideFromListings(liveIn(scene)),
    overall: true,
    isLie: true,
  },
  noneFound: {
    begin(scene) {
      scene.place.entra.tenant.hideFromListings(liveIn(scene), { lookups: true })
      scene.place.entra.tenant.hideFromReads(liveIn(scene))
    },
    overall: true,
    isLie: true,
  },
  countsLagOnce: {
    prepare: ({ place }) => place.entra.tenant.lagCounts({ reads: 1 }),
    overall: true,
    isLie: true,
  },
  countsLag: {
    prepare: ({ place }) => place.entra.tenant.lagCounts({ reads: 1000 }),
    overall: true,
    isLie: true,
  },
  ...Object.fromEntries(
    [1, 2, 3, 5, 8, 13, 20, 30, 45, 1000].map((reads) => [`lag${reads}`, lagging(reads)]),
  ),
}

const liveIn = (scene: Scene): string[] =>
  [...scene.ids.keys()].filter((group) => isThere(scene, group)).map((group) => idIn(scene, group))
