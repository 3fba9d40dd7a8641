import { expect } from 'chai'
import fc from 'fast-check'
import { samAccountName, truncateText, groupName } from '../../src/planner/names.js'

const id = '11112222-3333-4444-5555-666677778888'

describe('the name of a group', () => {
  it('is the display name with the last twelve characters of the id', () => {
    expect(groupName('Sales', id, 'displayName')).to.equal('Sales_666677778888')
  })

  it('is Group_<id> if configured, or if the display name is blank', () => {
    expect(groupName('Sales', id, 'objectId')).to.equal(`Group_${id}`)
    for (const empty of ['', '   ', '\t\n', '\0'])
      expect(groupName(empty, id, 'displayName')).to.equal(`Group_${id}`)
  })

  it('is trimmed and otherwise unchanged', () => {
    expect(groupName('  a  b, "c"  ', id, 'displayName')).to.equal('a  b, "c"_666677778888')
  })

  it('has at most 64 characters and its suffix (property)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (displayName) => {
        const name = groupName(displayName, id, 'displayName')
        expect(name.length).to.be.at.most(64)
        expect(name).to.satisfy((text: string) => text.endsWith('_666677778888') || text === `Group_${id}`)
      }),
    )
  })

  it('has up to 51 characters of the display name', () => {
    expect(groupName('x'.repeat(80), id, 'displayName')).to.equal(`${'x'.repeat(51)}_666677778888`)
  })

  it('is truncated between graphemes only', () => {
    const family = '👩‍👩‍👧'
    expect(truncateText(`${'x'.repeat(48)}${family}`, 51)).to.equal('x'.repeat(48))
    expect(truncateText(`ab${family}`, 2 + family.length)).to.equal(`ab${family}`)
    expect(truncateText('é'.normalize('NFD').repeat(2), 3)).to.equal('é'.normalize('NFD'))
  })
})

describe('the sAMAccountName', () => {
  it('has no characters that AD does not allow', () => {
    const name = samAccountName('a"b/c\\d[e]f:g;h|i=j,k+l*m?n<o>p@q\tr é😀')
    expect(name).to.equal('a_b_c_d_e_f_g_h_i_j_k_l_m_n_o_p_q_r é😀')
  })
})
