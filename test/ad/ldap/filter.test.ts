import { expect } from 'chai'
import {
  allBits,
  and,
  atLeast,
  encodeFilter,
  equals,
  not,
  or,
  present,
  startsWith,
} from '../../../src/ad/ldap/filter.js'

const hex = (text: string) => Buffer.from(text).toString('hex')

describe('encodeFilter', () => {
  // RFC 4511 §4.5.1.7: tag, length, content.
  const encodings: Array<[string, Parameters<typeof encodeFilter>[0], string]> = [
    ['(cn=*)', present('cn'), `8702${hex('cn')}`],
    ['(cn=a\\2ab)', equals('cn', 'a*b'), `a3090402${hex('cn')}0403${hex('a*b')}`],
    [
      '(objectGUID=\\00\\ff)',
      equals('objectGUID', Buffer.from([0, 0xff])),
      `a310040a${hex('objectGUID')}040200ff`,
    ],
    ['(cn=é*)', startsWith('cn', 'é'), `a40a0402${hex('cn')}30048002${hex('é')}`],
    ['(a>=1)', atLeast('a', '1'), `a506040161040131`],
    ['(!(a=*))', not(present('a')), `a203870161`],
    [
      '(&(a=*)(|(b=*)(c=*)))',
      and(present('a'), or(present('b'), present('c'))),
      `a00b870161a106870162870163`,
    ],
    [
      '(groupType:1.2.840.113556.1.4.803:=2)',
      allBits('groupType', 2),
      `a9268116${hex('1.2.840.113556.1.4.803')}8209${hex('groupType')}830132`,
    ],
  ]
  for (const [text, filter, bytes] of encodings) {
    it(`encodes ${text}`, () => expect(encodeFilter(filter).toString('hex')).to.equal(bytes))
  }

  const empty = [and(), or(), equals('cn', ''), startsWith('cn', ''), atLeast('cn', ''), not(or()), and(or())]
  for (const filter of empty) {
    it(`throws for ${JSON.stringify(filter)}, because servers interpret it differently`, () => {
      expect(() => encodeFilter(filter)).to.throw(TypeError)
    })
  }
})
