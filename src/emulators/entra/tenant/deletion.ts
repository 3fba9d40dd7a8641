/**
 * Deletes and restores objects. Users, Microsoft 365 groups and security groups stay in deletedItems for 30
 * days with their memberships; security groups appear there with securityEnabled=false. Mail-enabled security
 * groups and distribution lists are deleted permanently.
 */
import type { DirectoryObject } from './objects.js'
import { removeTraces, putObject, removeLive, type Store } from './store.js'

export function deleteObject(store: Store, object: DirectoryObject, hard: boolean, now: string): void {
  removeLive(store, object)
  if (hard || !isSoftDeleted(object)) return removeTraces(store, object.id)
  store.deleted.set(object.id, { ...object, properties: { ...object.properties, deletedDateTime: now } })
}

export function restoreObject(store: Store, id: string): void {
  const object = store.deleted.get(id)
  if (!object) throw new TypeError(`There is no deleted object ${id}.`)
  store.deleted.delete(id)
  putObject(store, { ...object, properties: { ...object.properties, deletedDateTime: null } })
}

/** Deletes a live or deleted object permanently. */
export function purgeObject(store: Store, id: string): void {
  const object = store.objects.get(id)
  if (object) removeLive(store, object)
  removeTraces(store, id)
}

function isSoftDeleted({ kind, properties }: DirectoryObject): boolean {
  if (kind === 'user') return true
  if (kind !== 'group') return false
  return isUnified(properties) || properties['mailEnabled'] !== true
}

/**
 * Returns an object as deletedItems shows it. The user principal name of a deleted user becomes available to
 * others: until it is restored, it has the id as a prefix (microsoftgraph/msgraph-sdk-powershell#2256).
 */
export function asDeletedItem(object: DirectoryObject): DirectoryObject {
  const { id, kind, properties } = object
  if (kind === 'user') {
    const userPrincipalName = `${id.replaceAll('-', '')}${String(properties['userPrincipalName'])}`
    return { ...object, properties: { ...properties, userPrincipalName } }
  }
  if (kind !== 'group' || isUnified(properties)) return object
  return { ...object, properties: { ...properties, securityEnabled: false } }
}

const isUnified = (properties: DirectoryObject['properties']): boolean => {
  const types = properties['groupTypes']
  return Array.isArray(types) && types.includes('Unified')
}
