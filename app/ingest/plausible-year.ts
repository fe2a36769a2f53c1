/**
 * Tells whether a four-digit year can be meant: 1900 to 2999. It catches slips like 0205 and 20255, and keeps every sum
 * of a date and a term inside four-digit years.
 */
export function isPlausibleYear(year: string | undefined): boolean {
  return year !== undefined && year >= '1900' && year <= '2999'
}
