/** Days since 1970-01-01 of a date 'YYYY-MM-DD' (an instant counts as its UTC day); NaN when it is not one. */
export const dayNumber = (date: string): number =>
  Math.floor(Date.parse(`${date.slice(0, 10)}T00:00:00Z`) / 86_400_000);

/** The date 'YYYY-MM-DD' of a day number. */
export const dateOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

export const addDays = (date: string, days: number): string => dateOf(dayNumber(date) + days);

/** Day of the week from Monday = 0 to Sunday = 6. 1970-01-01 was a Thursday. */
export const weekday = (day: number): number => (((day + 3) % 7) + 7) % 7;

/** Day number of the first day of the week that holds this day; `startsOn` counts from Monday = 0. */
export const weekStart = (day: number, startsOn = 0): number => day - ((weekday(day) - startsOn + 7) % 7);
