/** Deletes lib/, so that no file of an earlier build is published. */
import { readdir, rm } from 'node:fs/promises'

const lib = new URL('../lib/', import.meta.url)
for (const name of await readdir(lib)) {
  if (name !== '.gitignore') await rm(new URL(name, lib), { recursive: true })
}
