/** A value of a row as models see it: numbers for counts and hours, 'YYYY-MM-DD' for dates, ISO instants. */
export type Cell = string | number | boolean | null | readonly Cell[] | { readonly [key: string]: Cell };
