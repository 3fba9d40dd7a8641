/**
 * In place of "kerberos", a package with native code that a library would load for a proxy that wants Negotiate. A single
 * file has no node_modules, and must not run what lies in one above it: the library says that the package is missing.
 */
throw new Error('There is no "kerberos" in one file.')
