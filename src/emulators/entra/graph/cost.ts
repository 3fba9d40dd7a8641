/** What a call costs in resource units, by Graph's table: selecting and small pages make it cheaper, never below one. */
import type { Query } from './query.js'
import type { Route } from './routes.js'

const smallPage = 20

export function resourceUnits(route: Route, query: Query): number {
  const selected = query.select === undefined ? 0 : discountForSelect(route)
  const small = query.top !== undefined && query.top < smallPage ? 1 : 0
  return Math.max(1, route.units - selected - small)
}

/** The table gives getByIds with `$select` a price of its own: 2 instead of 5. */
const discountForSelect = ({ segments }: Route): number => (segments.at(-1) === 'getByIds' ? 3 : 1)
