/** Stands for the program in the beginning of lib/entry.cjs: compiles it out of the comment behind the beginning. */
const { readFileSync } = require('node:fs')
const Module = require('node:module')
const { join } = require('node:path')

// Node's compile cache, where Node has one. Never in a folder for everybody: who can write there, decides what runs here.
const { NODE_COMPILE_CACHE, LOCALAPPDATA, XDG_CACHE_HOME, HOME } = process.env
const own = LOCALAPPDATA || XDG_CACHE_HOME || (HOME && join(HOME, '.cache'))
if (own && !NODE_COMPILE_CACHE) Module.enableCompileCache?.(join(own, 'group-writeback'))

const text = readFileSync(__filename, 'utf8')
const begin = text.search(/^\/\*program$/m) + '/*program'.length
const code = text.slice(begin, text.lastIndexOf('*/')).replaceAll('*%%/', '*/')
const program = new Module(__filename)
program._compile(code, `${__filename}.program`) // a name of its own in the cache
module.exports = program.exports
