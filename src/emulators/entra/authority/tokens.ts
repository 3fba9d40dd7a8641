/** Issues and verifies access tokens for Graph: JWTs whose `roles` are the app's permissions at sign-in. */
import { randomBytes } from 'node:crypto'
import { errors, jwtVerify, SignJWT, type JWTPayload, type JWTVerifyOptions } from 'jose'
import { unauthorized } from '../errors.js'
import type { App } from './apps.js'

/** The app that sent a request to Graph. */
export interface Caller {
  clientId: string
  permissions: ReadonlySet<string>
}

export interface Tokens {
  /** Lifetime of new tokens in seconds. @azure/identity renews a token 300 s before it expires. */
  lifetime: number
  issue(app: App): Promise<{ token: string; expiresIn: number }>
  /** @throws GraphRefusal 401 InvalidAuthenticationToken */
  verify(authorization: string | undefined): Promise<Caller>
  /** Makes Graph reject all tokens issued so far as expired. */
  expireAll(): void
}

export interface TokenOptions {
  tenantId: string
  /** The resource of the tokens. */
  audience: string
  lifetime: number
  now: () => number
}

const expired = 'Lifetime validation failed, the token is expired.'

export function createTokens(options: TokenOptions): Tokens {
  const { tenantId, audience, now } = options
  const key = randomBytes(32)
  const issuer = `https://sts.windows.net/${tenantId}/`
  let issued = 0
  let expiredUpTo = 0
  const tokens: Tokens = {
    lifetime: options.lifetime,
    async issue(app) {
      const seconds = Math.floor(now() / 1000)
      const token = await new SignJWT({ ...claimsOf(app, tenantId), uti: String(++issued) })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setAudience(audience)
        .setIssuer(issuer)
        .setIssuedAt(seconds)
        .setNotBefore(seconds)
        .setExpirationTime(seconds + tokens.lifetime)
        .sign(key)
      return { token, expiresIn: tokens.lifetime }
    },
    async verify(authorization) {
      const expected = { audience, issuer, currentDate: new Date(now()) }
      const claims = await verifiedClaims(bearerToken(authorization), key, expected)
      if (Number(claims['uti']) <= expiredUpTo) throw unauthorized(expired)
      return { clientId: String(claims['appid']), permissions: new Set(claims['roles'] as string[]) }
    },
    expireAll() {
      expiredUpTo = issued
    },
  }
  return tokens
}

const claimsOf = (app: App, tenantId: string) => ({
  appid: app.clientId,
  app_displayname: app.displayName,
  idtyp: 'app',
  roles: [...app.permissions],
  tid: tenantId,
  ver: '1.0',
})

async function verifiedClaims(
  token: string,
  key: Uint8Array,
  expected: JWTVerifyOptions,
): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, key, expected)).payload
  } catch (error) {
    throw unauthorized(verificationMessage(error))
  }
}

function bearerToken(authorization: string | undefined): string {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
  if (token === undefined) throw unauthorized('Access token is empty.')
  return token
}

function verificationMessage(error: unknown): string {
  if (error instanceof errors.JWTExpired) return expired
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') {
    return 'Access token validation failure. Invalid audience.'
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return 'Access token validation failure. Invalid signature.'
  }
  return 'IDX14100: JWT is not well formed.'
}
