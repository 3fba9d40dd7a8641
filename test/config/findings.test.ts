import { expect } from 'chai'
import { changed, minimal, problemsOf } from './fixture.js'

const invalidDuration = (path: string, example: string) =>
  `${path}: must be a number followed by s, m, h or d. For example: "${example}".`

describe('the message and hint about a violation of the schema', () => {
  const cases: Array<[what: string, path: string, value: unknown, problems: string[]]> = [
    [
      'an empty object',
      '',
      {},
      [
        'entra: is missing. Required keys: tenantId, credential.',
        'directory: is missing. Required keys: urls, bind, container.',
      ],
    ],
    ['a list', '', [], ['The configuration must be an object. Required keys: entra, directory.']],
    ['null', '', null, ['The configuration must be an object. Required keys: entra, directory.']],
    [
      'a credential without a type',
      'entra.credential',
      {},
      [
        'entra.credential.type: is missing. Write "certificate", "secret", "managedIdentity", "workloadIdentity", "azureCli", or "azurePowerShell".',
      ],
    ],
    [
      'an unknown type of credential',
      'entra.credential',
      { type: 'password' },
      [
        'entra.credential.type: is not one of the possible values. Write "certificate", "secret", "managedIdentity", "workloadIdentity", "azureCli", or "azurePowerShell".',
      ],
    ],
    [
      'a literal secret',
      'directory.bind.password',
      'hunter2',
      ['directory.bind.password: must be an object. For example: {"env":"AD_PASSWORD"}.'],
    ],
    [
      'a secret with two references',
      'directory.bind.password',
      { env: 'A', file: 'b' },
      ['directory.bind.password: must have exactly one key. For example: {"env":"AD_PASSWORD"}.'],
    ],
    [
      'a filter with a typo',
      'scope.groups',
      { filtre: 'x' },
      [
        `scope.groups: is not one of the possible values. Write "selected", "all", "entra", or {"filter":"startsWith(displayName,'AD-')"}.`,
      ],
    ],
    [
      'a URL that is a number',
      'directory.urls[0]',
      389,
      ['directory.urls[0]: must be a string. For example: "ldaps://dc1.corp.contoso.com".'],
    ],
    [
      'a percentage above 100',
      'limits.losses',
      { percent: 101 },
      ['limits.losses.percent: is too large. Write a number from 0 to 100.'],
    ],
    [
      'a negative number',
      'limits.groupAdditions',
      { count: -1 },
      ['limits.groupAdditions.count: is too small. Write an integer of at least 0.'],
    ],
    [
      'NaN',
      'limits.groupAdditions',
      { count: NaN },
      ['limits.groupAdditions.count: must be an integer. Write an integer of at least 0.'],
    ],
    [
      'a limit of an earlier version',
      'limits.groupRemovals',
      { percent: 30 },
      [
        'limits.groupRemovals: is not a known key. Known keys: groupLosses, groupEmptied, losses, groupAdditions, creations, deletions, renames, moves, adoptions, identifiersVanished, privileged, accessSubtrees, missingFor, approvalFor.',
      ],
    ],
    ['a duration without a unit', 'limits.missingFor', '30', [invalidDuration('limits.missingFor', '30m')]],
    ['a duration in words', 'limits.approvalFor', '1 day', [invalidDuration('limits.approvalFor', '24h')]],
    ['a negative duration', 'directory.timeout', '-5s', [invalidDuration('directory.timeout', '15s')]],
    [
      'a display name instead of an object id',
      'limits.groupEmptied.except',
      ['Sales'],
      [
        'limits.groupEmptied.except[0]: must be an object id. For example: "00000000-0000-0000-0000-000000000000".',
      ],
    ],
    [
      'an incomplete pair',
      'limits.privileged',
      [{ group: '00000000-0000-0000-0000-000000000000' }],
      [
        'limits.privileged[0].below: is missing. For example: "CN=Administrators,CN=Builtin,DC=corp,DC=contoso,DC=com".',
      ],
    ],
    [
      'a key with a slash and a tilde',
      'a/b~c',
      1,
      [
        'a/b~c: is not a known key. Known keys: $schema, entra, directory, scope, mapping, policy, limits, state.',
      ],
    ],
  ]
  for (const [what, path, value, problems] of cases) {
    it(`names the key and the valid values: ${what}`, async () => {
      expect(await problemsOf(changed(minimal(), path, value))).to.deep.equal(problems)
    })
  }
})
