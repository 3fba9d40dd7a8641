/** Type-checks one changed file of src with the other files unchanged. */
import ts from 'typescript'

let service
const changed = new Map()

/** Returns the type errors of a changed file. The compiler is created once, so `root` must be the same in every call. */
export function checkTypes(root, file, text) {
  service ??= serviceOf(root)
  const path = `${root}/${file}`
  const { version = 0 } = changed.get(path) ?? {}
  changed.set(path, { version: version + 1, text })
  try {
    const found = [...service.getSyntacticDiagnostics(path), ...service.getSemanticDiagnostics(path)]
    return found.map(({ messageText }) => `${file}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`)
  } finally {
    changed.set(path, { version: version + 2 })
  }
}

function serviceOf(root) {
  const { config } = ts.readConfigFile(`${root}/tsconfig.build.json`, ts.sys.readFile)
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  return ts.createLanguageService({
    // Unused names are allowed, because a removed check can leave some.
    getCompilationSettings: () => ({ ...options, noUnusedLocals: false, noUnusedParameters: false }),
    getScriptFileNames: () => fileNames,
    getScriptVersion: (path) => String(changed.get(path)?.version ?? 0),
    getScriptSnapshot: (path) => snapshotOf(changed.get(path)?.text ?? ts.sys.readFile(path)),
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  })
}

const snapshotOf = (text) => (text === undefined ? undefined : ts.ScriptSnapshot.fromString(text))
