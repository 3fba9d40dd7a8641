import { expect } from 'chai'
import { graphResponseError, permissionForPath } from '../../../src/entra/graph/responseErrors.js'

type Response = Parameters<typeof graphResponseError>[1]

const json = (status: number, code: string, message: string): Response => ({
  status,
  json: { error: { code, message } },
  text: '',
})
const text = (status: number, body: string): Response => ({ status, json: undefined, text: body })

describe('the error of a Graph response', () => {
  const gatewayHint = 'Check entra.graphUrl, the proxy (HTTPS_PROXY) and any gateway in between.'
  const retryHint = 'Run again later; Graph is throttling requests or is unavailable.'
  const reportHint = 'Run again; if the error persists, report it with this text.'
  const cases: Array<[name: string, response: Response, reason: string, hint: string]> = [
    [
      '401',
      json(401, 'InvalidAuthenticationToken', 'Expired.'),
      '401 for /groups: InvalidAuthenticationToken: Expired.',
      'Check entra.tenantId, entra.graphUrl and the clock of this machine.',
    ],
    [
      '403',
      json(403, 'Authorization_RequestDenied', 'Denied.'),
      '403 for /groups: Authorization_RequestDenied: Denied.',
      'Grant the application permission GroupMember.Read.All with admin consent.',
    ],
    [
      '404 with the code of a missing object',
      json(404, 'Request_ResourceNotFound', 'Gone.'),
      '404 for /groups: Request_ResourceNotFound: Gone.',
      'Run again; the group may have just been deleted.',
    ],
    ['404 with another code', json(404, 'NotFound', 'No.'), '404 for /groups: NotFound: No.', reportHint],
    [
      '407',
      text(407, 'Password, please'),
      '407 for /groups: the response is not valid JSON.',
      'Add the user name and password to HTTPS_PROXY; the proxy requires authentication.',
    ],
    ['429', json(429, 'TooManyRequests', 'Wait.'), '429 for /groups: TooManyRequests: Wait.', retryHint],
    ['503 without a body', text(503, ''), '503 for /groups: empty response (HTTP 503).', retryHint],
    [
      'an HTML page with status 502',
      text(502, '<title>502 Bad Gateway</title>'),
      '502 for /groups: 502 Bad Gateway.',
      retryHint,
    ],
    [
      'an HTML page with status 200',
      text(200, '<title>\n Sign in\n first </title>'),
      '200 for /groups: Sign in first.',
      gatewayHint,
    ],
    [
      'truncated JSON with status 200',
      text(200, '{"value":['),
      '200 for /groups: the response is not valid JSON.',
      reportHint,
    ],
    [
      'JSON without an error',
      { status: 400, json: {}, text: '' },
      '400 for /groups: unexpected response.',
      reportHint,
    ],
  ]
  for (const [name, response, reason, hint] of cases) {
    it(`has a message and a hint for ${name}`, () => {
      const { problems } = graphResponseError('/groups?$top=1', response)
      const [{ message, hint: actualHint }] = problems
      expect(message).to.equal(`Graph responded with status ${reason}`)
      expect(actualHint).to.equal(hint)
    })
  }

  it('has the requested pause in seconds in the hint and in the details', () => {
    const { hint, details } = graphResponseError('/groups', json(429, 'TooManyRequests', 'Wait.'), 3_600_200)
    expect(hint).to.equal('Run again in 3601 seconds, the pause that Graph requests.')
    expect(details.waitSeconds).to.equal(3601)
  })
})

describe('the permission for a path', () => {
  it('is found for paths of v1.0 and beta, and for next links', () => {
    const cases: Array<[string, string]> = [
      ['/groups?$top=1', 'GroupMember.Read.All'],
      ['/beta/groups', 'GroupMember.Read.All'],
      ['/groups/x/members', 'GroupMember.Read.All'],
      ['/users?$top=1', 'User.Read.All'],
      ['https://graph.microsoft.com/v1.0/users?$skiptoken=x', 'User.Read.All'],
      ['/v1.0/directory/deletedItems/x', 'Group.Read.All'],
    ]
    for (const [path, permission] of cases) expect(permissionForPath(path), path).to.equal(permission)
  })
})
