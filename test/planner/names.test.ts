import { expect } from 'chai'
import fc from 'fast-check'
import { accountName, cut, groupName } from '../../src/planner/names.js'

const id = '11112222-3333-4444-5555-666677778888'

describe('names', () => {
  it('are the display name and the last twelve of the id', () => {
    expect(groupName('Sales', id, 'displayName')).to.equal('Sales_666677778888')
  })

  it('are Group_<id> where the setting says so, or nothing of the display name is left', () => {
    expect(groupName('Sales', id, 'objectId')).to.equal(`Group_${id}`)
    for (const empty of ['', '   ', '\t\n', '\0'])
      expect(groupName(empty, id, 'displayName')).to.equal(`Group_${id}`)
  })

  it('lose blanks at both ends, and nothing else', () => {
    expect(groupName('  a  b, "c"  ', id, 'displayName')).to.equal('a  b, "c"_666677778888')
  })

  it('fit into 64 characters and keep the suffix, whatever the display name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (displayName) => {
        const name = groupName(displayName, id, 'displayName')
        expect(name.length).to.be.at.most(64)
        expect(name).to.satisfy((text: string) => text.endsWith('_666677778888') || text === `Group_${id}`)
      }),
    )
  })

  it('use all of the 51 characters there are', () => {
    expect(groupName('x'.repeat(80), id, 'displayName')).to.equal(`${'x'.repeat(51)}_666677778888`)
  })

  it('are never cut through what a reader sees as one character', () => {
    const family = '👩‍👩‍👧'
    expect(cut(`${'x'.repeat(48)}${family}`, 51)).to.equal('x'.repeat(48))
    expect(cut(`ab${family}`, 2 + family.length)).to.equal(`ab${family}`)
    expect(cut('é'.normalize('NFD').repeat(2), 3)).to.equal('é'.normalize('NFD'))
  })
})

describe('account names', () => {
  it('have no character that Windows refuses in them', () => {
    const name = accountName('a"b/c\\d[e]f:g;h|i=j,k+l*m?n<o>p@q\tr é😀')
    expect(name).to.equal('a_b_c_d_e_f_g_h_i_j_k_l_m_n_o_p_q_r é😀')
  })
})
