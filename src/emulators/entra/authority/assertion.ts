/**
 * Verifies client assertions: proof that the client has the private key of a registered certificate (RFC
 * 7523).
 */
import { decodeProtectedHeader, errors, jwtVerify, type ProtectedHeaderParameters } from 'jose'
import type { App, RegisteredCertificate } from './apps.js'
import {
  assertionExpired,
  badSignature,
  malformedAssertion,
  unknownCertificate,
  wrongAudience,
} from './refusals.js'

export interface ExpectedAssertion {
  app: App
  /** Every URL of the token endpoint. */
  audiences: string[]
  now: Date
}

/** @throws SignInRefusal with Entra's error */
export async function verifyAssertion(assertion: string, expected: ExpectedAssertion): Promise<void> {
  const certificate = signingCertificate(assertion, expected.app)
  try {
    const { payload } = await jwtVerify(assertion, certificate.publicKey, {
      algorithms: ['PS256', 'RS256'],
      audience: expected.audiences,
      issuer: expected.app.clientId,
      subject: expected.app.clientId,
      currentDate: expected.now,
      // Entra tolerates a clock skew of five minutes; MSAL rounds up to the next second.
      clockTolerance: 300,
      requiredClaims: ['exp', 'jti'],
    })
    // Entra rejects assertions that are valid for more than a day.
    if ((payload.exp ?? 0) * 1000 - expected.now.getTime() > 86_400_000) throw assertionExpired()
  } catch (error) {
    throw refusalFor(error)
  }
}

function signingCertificate(assertion: string, app: App): RegisteredCertificate {
  const header = headerOf(assertion)
  const found = app.certificates.find(
    ({ sha256, sha1 }) => header['x5t#S256'] === sha256 || header['x5t'] === sha1,
  )
  const thumbprint = header['x5t#S256'] ?? header['x5t']
  if (!found) throw unknownCertificate(typeof thumbprint === 'string' ? thumbprint : '')
  return found
}

function headerOf(assertion: string): ProtectedHeaderParameters {
  try {
    return decodeProtectedHeader(assertion)
  } catch {
    throw malformedAssertion('the header cannot be read.')
  }
}

/** Converts an error of the verification to Entra's error; returns other errors unchanged. */
function refusalFor(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) return assertionExpired()
  if (error instanceof errors.JWSSignatureVerificationFailed) return badSignature()
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'nbf') return assertionExpired()
    return error.claim === 'aud' ? wrongAudience() : malformedAssertion(`the claim ${error.claim}.`)
  }
  if (error instanceof errors.JOSEError) return malformedAssertion(error.message)
  return error
}
