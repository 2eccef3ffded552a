/** A place of the operator: an office, a hotspot, a point of presence. */
export interface Location {
  readonly id: string
  readonly name: string
  readonly address: string
  readonly position: Position | null
  readonly version: number
}

/** WGS 84, degrees. */
export interface Position {
  readonly latitude: number
  readonly longitude: number
}

export type LocationDraft = Pick<Location, 'name' | 'address' | 'position'>
export type LocationPatch = { readonly [K in keyof LocationDraft]?: LocationDraft[K] | undefined }
