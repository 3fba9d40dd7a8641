import { expect } from 'chai'
import fc from 'fast-check'
import { anchorAttributes, anchorOf, groupIdOf, groupIdsOf, isObjectId } from '../../src/model/anchor.js'

const id = '0d1e2f3a-4b5c-6d7e-8f90-a1b2c3d4e5f6'

describe('an anchor', () => {
  it('is where Entra Connect and Cloud Sync look', () => {
    expect(anchorAttributes).to.deep.equal(['adminDescription', 'msDS-ExternalDirectoryObjectId'])
  })

  it('begins with what makes Entra Connect leave the object alone', () => {
    expect(anchorOf(id)).to.equal(`Group_${id}`)
  })

  it('gives back the id it was made of', () => {
    fc.assert(fc.property(fc.uuid(), (some) => groupIdOf(anchorOf(some)) === some))
  })

  it('is the same in capitals, as people and tools write it', () => {
    expect(groupIdOf(`GROUP_${id.toUpperCase()}`)).to.equal(id)
  })

  const others = [
    '',
    id,
    `Group_${id} `,
    ` Group_${id}`,
    `Group_${id}\n`,
    `Group_${id}0`,
    'Group_',
    `User_${id}`,
    `Group_{${id}}`,
    `Group_${id.replaceAll('-', '')}`,
    `Group_${id.replace('0', 'g')}`,
  ]
  for (const text of others) {
    it(`is not ${JSON.stringify(text)}`, () => {
      expect(groupIdOf(text)).to.equal(undefined)
    })
  }

  it('names one group, however often it stands there', () => {
    expect(groupIdsOf([anchorOf(id), anchorOf(id.toUpperCase())])).to.deep.equal([id])
  })

  it('names no group where none is, and two where two are', () => {
    const other = '11111111-2222-3333-4444-555555555555'
    expect(groupIdsOf([])).to.deep.equal([])
    expect(groupIdsOf(['Printer in room 4'])).to.deep.equal([])
    expect(groupIdsOf([anchorOf(id), 'x', anchorOf(other)])).to.deep.equal([id, other])
  })
})

describe('an object id', () => {
  it('is a GUID and nothing else', () => {
    expect([id, id.toUpperCase()].every(isObjectId)).to.equal(true)
    expect(
      ['', 'Sales', `{${id}}`, `${id}\n`, ` ${id}`, anchorOf(id), `${id}/members`].some(isObjectId),
    ).to.equal(false)
  })
})
