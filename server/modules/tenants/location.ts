/** A place of the operator: an office, a hotspot, a point of presence. */
export interface Location {
  readonly id: string
  readonly name: string
  readonly address: string
  readonly position: Position | null
  /** Of a branch: its documents are numbered by themselves and carry it. Given once, because documents do. */
  readonly branchCode: string | null
  /** Its own registration, where the law wants one for each branch; '' where the tenant's holds. */
  readonly taxNumber: string
  readonly version: number
}

/** WGS 84, degrees. */
export interface Position {
  readonly latitude: number
  readonly longitude: number
}

/** A location that issues documents. */
export type Branch = Pick<Location, 'id' | 'address' | 'taxNumber'> & { readonly code: string }

export type LocationDraft = Pick<Location, 'name' | 'address' | 'position' | 'branchCode' | 'taxNumber'>
export type LocationPatch = { readonly [K in keyof LocationDraft]?: LocationDraft[K] | undefined }
