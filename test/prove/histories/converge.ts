/** Checks the end of every history: with faults cleared, time advanced and reports approved, both sides equal the model. */
import { isInContainer } from '../../../src/model/dn.js'
import { advanceClock } from '../../memory/world.js'
import { writingAccountDn, anchorsOf, dnOf, removeObject, type MemoryObject } from '../../memory/directory.js'
import { merge } from './controllers.js'
import { noteAccess, perform } from './perform.js'
import { controllersOf, refresh, type Place } from './place.js'
import { membersOf, standingOf, typeOf, wantedOf } from './truth.js'
import { fail, groupOf, labelOf } from './verdict.js'

const rounds = 12

export async function converge(place: Place): Promise<void> {
  mend(place)
  if (place.state.intent.enabled === false) await perform(place, { command: 'enable', dryRun: false })
  place.state.intent = { ...place.state.intent, enabled: true }
  // Twice, because the absence of a group needs a second run that does not find it.
  for (let round = 1, rested = 0; rested < 2; round++) {
    advanceClock(place, round === 1 ? { hours: 49 } : { minutes: 31 })
    const report = await perform(place, { command: 'sync', dryRun: false, full: true })
    place.log.push(`converging: ${report.status}`)
    rested = report.status === 'inSync' ? rested + 1 : 0
    if (round === rounds) fail('does not converge', summary(report))
    if (report.status !== 'withheld') continue
    const approve = report.planHash
    const approved = await perform(place, { command: 'sync', dryRun: false, full: true }, { approve })
    place.log.push(`converging, approved: ${approved.status}`)
  }
  compare(place)
  await rest(place)
}

const summary = ({ status, groups, problems }: Awaited<ReturnType<typeof perform>>) => ({
  status,
  problems: problems.map(({ code, message }) => `${code}: ${message}`),
  groups: groups.map(({ id, changes, withheld, waiting, error }) => ({
    id: id.slice(-4),
    changes: changes.map(({ type }) => type),
    withheld: withheld.map(({ type }) => type),
    waiting: waiting.map(({ reason }) => reason),
    error: error && `${error.code}: ${error.message}`,
  })),
})

/** "One more run plans nothing and writes nothing." */
async function rest(place: Place): Promise<void> {
  advanceClock(place, { minutes: 31 })
  const { writes } = place.used
  const plan = await perform(place, { command: 'plan', dryRun: true })
  const again = await perform(place, { command: 'sync', dryRun: false })
  if (plan.status !== 'inSync' || again.status !== 'inSync') fail('does not rest', summary(again))
  if (place.used.writes !== writes) fail('writes though it is in sync', place.used.writes - writes)
}

/** Fixes what only a person can fix. */
function mend(place: Place): void {
  place.faults = []
  place.directory.reachable = true
  if (place.pair) {
    place.pair.second.reachable = true
    merge(place)
  }
  place.used = place.directory
  reanchor(place)
  const { objects, container } = place.used
  for (const object of controllersOf(place).flatMap(({ deleted }) => [...deleted.values()])) {
    object.unreadable = false
    delete object.protection
  }
  for (const object of objects.values()) {
    object.unreadable = false
    delete object.primaryGroup
    if (object.name === 'Tier 0') object.members.clear()
    const isTier0 = object.name === 'Tier 0'
    if (isTier0 || object.system) object.attributes = {}
    if (object.protection === 'adminCount' && !isTier0) delete object.protection
    if (anchorsOf(object).length > 0 && !isInContainer(dnOf(object), container)) object.container = container
  }
  for (const group of new Set([...objects.values()].flatMap(anchorsOf))) mendTwins(place, group)
  merge(place)
  refresh(place)
  noteAccess(place)
}

/** Corrects the anchor of an object that was adopted for another group than the one it was created for. */
function reanchor({ origins, shadow, used }: Place): void {
  const known = [...shadow.known].map(([group, { guid }]) => [guid, group] as const)
  for (const [guid, group] of [...origins, ...known]) {
    const object = used.objects.get(guid)
    if (object) setAnchor(object, group)
    const wasMadeFor = origins.get(guid)
    if (object && wasMadeFor !== undefined && wasMadeFor !== group)
      object.name = `taken over ${guid.slice(0, 8)}`
  }
}

/** Keeps one object per group: the managed one, or the first. */
function mendTwins(place: Place, group: string): void {
  const { objects } = place.used
  const twins = [...objects.values()].filter((object) => anchorsOf(object).includes(group))
  const known = place.shadow.known.get(group)?.guid
  const ours = twins.find(({ owner }) => owner === writingAccountDn) ?? twins.find(({ system }) => !system)
  const kept = twins.find(({ guid }) => guid === known) ?? (objects.has(known ?? '') ? undefined : ours)
  const owned = new Set([...place.shadow.known.values()].map(({ guid }) => guid))
  for (const twin of twins) {
    if (twin === kept) setAnchor(twin, group)
    else if (owned.has(twin.guid)) {
      const own = [...place.shadow.known].find(([, { guid }]) => guid === twin.guid)?.[0]
      setAnchor(twin, own ?? group)
    } else removeObject(place.used, twin.guid)
  }
}

function setAnchor(object: MemoryObject, group: string): void {
  object.attributes['adminDescription'] = [`Group_${group}`]
  object.attributes['msDS-ExternalDirectoryObjectId'] = [`Group_${group}`]
}

function compare(place: Place): void {
  const { objects } = place.used
  for (const group of place.cloud.groups.values()) {
    if (standingOf(place, group.id) !== 'in') continue
    const known = place.shadow.known.get(group.id)
    const object = objects.get(known?.guid ?? '')
    if (!known || !object) return fail('has no object', group.id)
    compareMembers(place, group.id, object)
    const shown = {
      anchors: anchorsOf(object),
      place: place.settings.container === object.container,
      description: object.attributes['description']?.[0],
      ...(!known.adopted && {
        name: object.name,
        groupType: object.attributes['groupType']?.[0],
        displayName: object.attributes['displayName']?.[0],
      }),
    }
    const name =
      place.settings.mapping.name === 'objectId'
        ? `Group_${group.id}`
        : `${group.displayName.trim()}_${group.id.slice(24)}`
    const isSecurity = typeOf(place, group) === 'universalSecurityGroup'
    const wanted = {
      anchors: [group.id],
      place: known.adopted ? shown.place : true,
      description: undefined,
      ...(!known.adopted && {
        name,
        groupType: isSecurity ? '-2147483640' : '8',
        displayName: group.displayName,
      }),
    }
    const [is, should] = [JSON.stringify(shown), JSON.stringify(wanted)]
    if (is !== should) fail('differs from the model', `${group.id}: ${is} instead of ${should}`)
  }
  comparePolicy(place)
}

function compareMembers(place: Place, group: string, object: MemoryObject): void {
  const { objects } = place.used
  const ids = membersOf(place, group)
  // Nested groups that are disabled by name may be members or not: the documentation does not specify it.
  const nested = ids.filter(({ id, kind }) => kind === 'group' && standingOf(place, id) !== 'in')
  const isOpen = (one: MemoryObject) => nested.some(({ id }) => groupOf(place, one) === id)
  const open = new Set([...objects.values()].filter(isOpen).map(({ guid }) => guid))
  const wanted = [...wantedOf(place, place.used, ids).keys()].filter((guid) => !open.has(guid)).sort()
  const sids = new Set(ids.map(({ sid }) => sid))
  // A member whose SID is listed stays, whatever its kind: only additions check the kind.
  const isListed = (guid: string) => sids.has(objects.get(guid)?.sid)
  const shown = [...object.members]
    .filter((guid) => !open.has(guid) && (wanted.includes(guid) || !isListed(guid)))
    .sort()
  if (wanted.join() === shown.join()) return
  const label = (guids: string[]) => guids.map((guid) => labelOf(objects.get(guid))).join(', ')
  const surplus = shown.filter((guid) => !wanted.includes(guid))
  const lacking = wanted.filter((guid) => !shown.includes(guid))
  fail('members differ', `${labelOf(object)}: too many ${label(surplus)}; too few ${label(lacking)}`)
}

/** Expects the objects of groups out of scope to be deleted or empty, according to the policy, if the state knew them. */
function comparePolicy(place: Place): void {
  const { policy, scope } = place.settings
  for (const [group, { guid }] of place.shadow.known) {
    const object = place.used.objects.get(guid)
    const standing = standingOf(place, group)
    const isSelected = Object.hasOwn(place.state.intent.selected, group)
    const isDue =
      scope === 'selected' ? standing === 'gone' && isSelected : ['gone', 'out'].includes(standing)
    if (!object || !isDue || policy === 'keep') continue
    if (policy === 'delete' || object.members.size > 0)
      fail(`is not deprovisioned (${policy})`, labelOf(object))
  }
}
