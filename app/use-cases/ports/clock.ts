/** The only source of the current instant; tests set it. */
export interface Clock {
  now(): Date
}
