/** Beginning of lib/entry.cjs: compiles the program from the comment that follows. */
const { readFileSync } = require('node:fs')
const Module = require('node:module')
const { join } = require('node:path')

// Uses Node's compile cache if available. Never in a shared folder: anyone who can write there could change the program.
const { NODE_COMPILE_CACHE, LOCALAPPDATA, XDG_CACHE_HOME, HOME } = process.env
const own = LOCALAPPDATA || XDG_CACHE_HOME || (HOME && join(HOME, '.cache'))
if (own && !NODE_COMPILE_CACHE) Module.enableCompileCache?.(join(own, 'group-writeback'))

const text = readFileSync(__filename, 'utf8')
const begin = text.search(/^\/\*program$/m) + '/*program'.length
const code = text.slice(begin, text.lastIndexOf('*/')).replaceAll('*%%/', '*/')
const program = new Module(__filename)
program._compile(code, `${__filename}.program`) // its own name in the cache
module.exports = program.exports
