import { expect } from 'chai'
import fc from 'fast-check'
import { anchorAttributes, anchorOf, parseAnchor, parseAnchors, isObjectId } from '../../src/model/anchor.js'

const id = '0d1e2f3a-4b5c-6d7e-8f90-a1b2c3d4e5f6'

describe('an anchor', () => {
  it('is in the attributes that Entra Connect and Cloud Sync use', () => {
    expect(anchorAttributes).to.deep.equal(['adminDescription', 'msDS-ExternalDirectoryObjectId'])
  })

  it('begins with the prefix that excludes the object from Entra Connect', () => {
    expect(anchorOf(id)).to.equal(`Group_${id}`)
  })

  it('can be parsed to the id of its group (property)', () => {
    fc.assert(fc.property(fc.uuid(), (some) => parseAnchor(anchorOf(some)) === some))
  })

  it('is parsed case-insensitively', () => {
    expect(parseAnchor(`GROUP_${id.toUpperCase()}`)).to.equal(id)
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
    it(`is not parsed from ${JSON.stringify(text)}`, () => {
      expect(parseAnchor(text)).to.equal(undefined)
    })
  }

  it('counts once if both attributes have it', () => {
    expect(parseAnchors([anchorOf(id), anchorOf(id.toUpperCase())])).to.deep.equal([id])
  })

  it('results in no groups if there is none, and in two for two groups', () => {
    const other = '11111111-2222-3333-4444-555555555555'
    expect(parseAnchors([])).to.deep.equal([])
    expect(parseAnchors(['Printer in room 4'])).to.deep.equal([])
    expect(parseAnchors([anchorOf(id), 'x', anchorOf(other)])).to.deep.equal([id, other])
  })
})

describe('an object id', () => {
  it('is a GUID without any other characters', () => {
    expect([id, id.toUpperCase()].every(isObjectId)).to.equal(true)
    expect(
      ['', 'Sales', `{${id}}`, `${id}\n`, ` ${id}`, anchorOf(id), `${id}/members`].some(isObjectId),
    ).to.equal(false)
  })
})
