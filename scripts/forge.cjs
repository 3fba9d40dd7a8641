/** Exports the parts of node-forge that certificates need, without its TLS, PKCS#7 and others. */
module.exports = require('node-forge/lib/forge')
require('node-forge/lib/pki')
