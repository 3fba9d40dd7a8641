/**
 * Which cloud groups are written: those a person selected one by one (the list is kept in the state), all of them,
 * those whose writebackConfiguration says so, or those that match an OData filter on group properties.
 */
export type ScopeSetting = 'selected' | 'all' | 'entra' | { filter: string }
