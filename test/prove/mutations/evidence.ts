/** Mutations of each function that creates evidence: it creates evidence without proof. */
import { mutationsOf } from './mutation.js'

const tests = 'model/evidence'

export const evidence = mutationsOf('evidence', {
  summarizeListing: [
    ['model/evidence', "hash.update(id).update('\\n')", 'void id', tests],
    ['model/evidence', 'return { size: ids.size,', 'return { size: read.items.length,', tests],
  ],
  proveByCount: [
    ['model/evidence', 'return count === listing.size ?', 'return count !== undefined ?', tests],
    [
      'model/evidence',
      'return count === listing.size ?',
      'return (count ?? listing.size) === listing.size ?',
      tests,
    ],
    [
      'entra/memberCounts',
      '&& json >= 0 ? json : undefined',
      '&& json >= 0 ? json : 0',
      'entra/memberCounts',
    ],
  ],
  proveByRepetition: [
    ['model/evidence', 'earlier?.digest !== listing.digest ||', 'earlier === undefined ||', tests],
    ['model/evidence', ' || !isAtLeastAgo(earlier.at, now, apartMs)', '', tests],
    ['model/evidence', 'return age >= Math.max(0, ms)', 'return age >= ms', tests],
    ['model/evidence', 'return age >= Math.max(0, ms)', 'return !(age < Math.max(0, ms))', tests],
  ],
  proveLeftScope: [
    ['model/evidence', "if (locationStatus(locations, id) !== 'outOfScope') return undefined", '', tests],
  ],
  proveDeleted: [
    ['model/evidence', "if (status !== 'deleted' && !isMissing) return undefined", 'void isMissing', tests],
    [
      'model/evidence',
      "status === 'missing' && missingSince !== undefined && isAtLeastAgo(missingSince, now, apartMs)",
      "status === 'missing' && missingSince !== undefined",
      tests,
    ],
    [
      'model/evidence',
      "status === 'missing' && missingSince !== undefined && isAtLeastAgo(missingSince, now, apartMs)",
      "status === 'missing' && (missingSince === undefined || isAtLeastAgo(missingSince, now, apartMs))",
      tests,
    ],
  ],
  // It has no condition, so the rule about its callers must fail.
  orderByPerson: [
    [
      'planner/deprovision',
      'export function deprovisionChanges(\n  { group, policy, evidence }: Deprovisioning,\n  annotate: Annotate,\n): Change[] {',
      "import { orderByPerson } from '../model/evidence.js'\n\nexport function deprovisionChanges({ group, policy }: Deprovisioning, annotate: Annotate): Change[] {\n  const evidence = orderByPerson('disable')",
      'project/evidence',
    ],
  ],
})
