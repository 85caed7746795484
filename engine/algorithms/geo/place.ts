/** A place on Earth, in degrees. */
export interface Place {
  readonly latitude: number
  readonly longitude: number
}
