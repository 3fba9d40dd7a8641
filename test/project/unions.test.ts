/** The closed unions that reports are made of: an interface, of which each word is there once. */
import { expect } from 'chai'
import { onPremisesGroupTypes } from '../../src/model/group.js'
import { noIntent } from '../../src/model/intent.js'
import { noMemory } from '../../src/model/memory.js'
import { guardRules, waitingReasons } from '../../src/model/plan.js'
import { groupReasons, memberReasons } from '../../src/model/reason.js'

const unions = { memberReasons, groupReasons, guardRules, waitingReasons, onPremisesGroupTypes }

describe('the union', () => {
  for (const [name, words] of Object.entries(unions)) {
    it(`${name} has each word once, written as JSON keys are`, () => {
      expect(new Set<string>(words).size).to.equal(words.length)
      for (const word of words) expect(word).to.match(/^[a-z][a-zA-Z]+$/)
    })
  }

  it('has no reason for groups that is one for members as well', () => {
    const both = memberReasons.filter((reason) => (groupReasons as readonly string[]).includes(reason))
    expect(both).to.deep.equal(['notInScope'])
  })
})

describe('no intent', () => {
  it('is neither on nor off, and names no group', () => {
    expect(noIntent).to.deep.equal({ selected: {}, disabled: [] })
    expect(noIntent.enabled).to.equal(undefined)
  })
})

describe('no memory', () => {
  it('knows no group and doubts none', () => {
    expect(noMemory).to.deep.equal({ groups: {}, doubts: {}, uncertain: {} })
  })
})
