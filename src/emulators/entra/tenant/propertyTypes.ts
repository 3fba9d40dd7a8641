/**
 * Derives the types of objects from the property tables, so that only emulated properties can be set and
 * importing programs need no package with Graph's types.
 */
interface Values {
  string: string | null
  dateTime: string | null
  boolean: boolean | null
  integer: number | null
  strings: string[]
  object: object | null
  objects: object[]
}

/** Parses `name type …`; a name with a slash is a filter path, not a property. */
type PropertyIn<Line extends string> = Line extends `${string}/${string}`
  ? never
  : Line extends `${infer Name} ${infer Type extends keyof Values} ${string}`
    ? [Name, Type]
    : never

type Trimmed<Line extends string> = Line extends ` ${infer Rest}` ? Trimmed<Rest> : Line

type PropertiesOf<Text extends string, Found = never> = Text extends `${infer Line}\n${infer Rest}`
  ? PropertiesOf<Rest, Found | PropertyIn<Trimmed<Line>>>
  : Found

export type PropertiesIn<Lines extends string> = {
  [Property in PropertiesOf<Lines> as Property[0]]?: Values[Property[1]]
}
