/** Checks the closed unions of the report, which are a public interface. */
import { expect } from 'chai'
import { onPremisesGroupTypes } from '../../src/model/group.js'
import { emptyIntent } from '../../src/model/intent.js'
import { emptyMemory } from '../../src/model/memory.js'
import { guardRules, waitingReasons } from '../../src/model/plan.js'
import { groupReasons, memberReasons } from '../../src/model/reason.js'

const unions = { memberReasons, groupReasons, guardRules, waitingReasons, onPremisesGroupTypes }

describe('the union', () => {
  for (const [name, words] of Object.entries(unions)) {
    it(`${name} has unique values in camel case`, () => {
      expect(new Set<string>(words).size).to.equal(words.length)
      for (const word of words) expect(word).to.match(/^[a-z][a-zA-Z]+$/)
    })
  }

  it('groupReasons shares only notInScope with memberReasons', () => {
    const both = memberReasons.filter((reason) => (groupReasons as readonly string[]).includes(reason))
    expect(both).to.deep.equal(['notInScope'])
  })
})

describe('noIntent', () => {
  it('is neither enabled nor disabled, and has no groups', () => {
    expect(emptyIntent).to.deep.equal({ selected: {}, disabled: [] })
    expect(emptyIntent.enabled).to.equal(undefined)
  })
})

describe('noMemory', () => {
  it('has no groups and no doubts', () => {
    expect(emptyMemory).to.deep.equal({ groups: {}, doubts: {}, uncertain: {} })
  })
})
