const dayMilliseconds = 86_400_000;

/** Number of a day since 1970-01-01, from YYYY-MM-DD. */
export const dayNumber = (day: string): number => Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / dayMilliseconds;

/** YYYY-MM-DD of a day's number. */
export const dayOf = (number: number): string => new Date(number * dayMilliseconds).toISOString().slice(0, 10);

export const addDays = (day: string, days: number): string => dayOf(dayNumber(day) + days);
