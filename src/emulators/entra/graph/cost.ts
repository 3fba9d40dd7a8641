/**
 * Cost of a request in resource units, by Graph's table: `$select` and small pages reduce it, to at least 1.
 */
import type { Query } from './query.js'
import type { Route } from './routes.js'

const smallPage = 20

export function resourceUnits(route: Route, query: Query): number {
  const selected = query.select === undefined ? 0 : discountForSelect(route)
  const small = query.top !== undefined && query.top < smallPage ? 1 : 0
  return Math.max(1, route.units - selected - small)
}

/** Graph's table lists getByIds with `$select` separately: 2 instead of 5. */
const discountForSelect = ({ segments }: Route): number => (segments.at(-1) === 'getByIds' ? 3 : 1)
