/** What certificates need of node-forge; the whole of it has a TLS of its own, PKCS#7 and more. */
module.exports = require('node-forge/lib/forge')
require('node-forge/lib/pki')
