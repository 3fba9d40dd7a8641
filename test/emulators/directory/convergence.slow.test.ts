/**
 * After any changes on two controllers, replication makes both agree on live objects, deleted ones and links.
 */
import fc from 'fast-check'
import { expect } from 'chai'
import { LdapRefusal } from '../../../src/emulators/directory/errors.js'
import { createWorld, type Side, type World } from './support/world.js'

/** One change on one controller. */
const acts = fc.record({
  side: fc.nat(1),
  /** Seconds by which the clock advances before; two changes may happen at the same time. */
  after: fc.nat(2),
  kind: fc.constantFrom(
    ...(['group', 'ou', 'edit', 'rename', 'move', 'join', 'leave'] as const),
    ...(['manage', 'remove', 'restore', 'replicate'] as const),
  ),
  one: fc.nat(11),
  other: fc.nat(11),
  name: fc.constantFrom('a', 'b', 'c'),
})
type Act = typeof acts extends fc.Arbitrary<infer T> ? T : never

type Pick = (index: number) => string

const deeds: Record<Act['kind'], (side: Side, act: Act, pick: Pick, world: World) => void> = {
  group({ administration, place }, { name, one }, pick, { names }) {
    names.push(`<GUID=${administration.addGroup({ name, ou: place(pick(one)) }).guid}>`)
  },
  ou: ({ administration, place }, { name, one }, pick) => void administration.addOu(name, place(pick(one))),
  edit: ({ administration }, { one, name, other }, pick) =>
    administration.edit(pick(one), { description: name, info: other % 2 ? name : undefined }),
  rename: ({ administration }, { one, name }, pick) => administration.rename(pick(one), name),
  move: ({ administration }, { one, other }, pick) => administration.move(pick(one), pick(other)),
  join: ({ administration }, { one, other }, pick) => administration.addMembers(pick(one), pick(other)),
  leave: ({ administration }, { one, other }, pick) => administration.removeMembers(pick(one), pick(other)),
  manage: ({ administration, place }, { one, other }, pick) =>
    administration.edit(pick(one), { managedBy: place(pick(other)) }),
  remove: ({ administration }, { one }, pick) => administration.remove(pick(one), { tree: true }),
  restore: ({ restore, place }, { one, name }, pick) => restore(pick(one), `CN=${name},${place(pick(0))}`),
  replicate: (_side, _act, _pick, world) => world.replicate(),
}

function perform(world: World, act: Act): void {
  const { names, sides } = world
  world.wait(act.after)
  try {
    deeds[act.kind](sides[act.side] ?? sides[0], act, (index) => names[index % names.length] ?? '', world)
  } catch (error) {
    if (!(error instanceof LdapRefusal)) throw error // what AD refuses does not happen, and that is all
  }
}

for (const recycleBin of [false, true]) {
  describe(`the embedded directory: two controllers ${recycleBin ? 'with' : 'without'} a recycle bin`, function () {
    this.timeout(300_000)

    it('agree after replication, and a second replication changes nothing', () => {
      fc.assert(
        fc.property(fc.array(acts, { minLength: 5, maxLength: 30 }), (list) => {
          const world = createWorld(recycleBin)
          for (const act of list) perform(world, act)
          world.replicate()
          const [one, other] = world.sides.map((side) => side.content())
          expect(other).to.deep.equal(one)
          world.replicate()
          expect(world.sides.map((side) => side.content())).to.deep.equal([one, one])
        }),
        { numRuns: 60 },
      )
    })
  })
}
