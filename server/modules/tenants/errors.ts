import { Problem, told } from '#kernel/problem.ts'

export const slugTaken = (slug: string) =>
  new Problem('tenants.slug_taken', 409, told`An operator with the short name "${{ slug }}" exists already. Choose another.`, {
    pointer: '/slug',
  })

export const taxNumberWrong = (fault: string) => new Problem('tenants.tax_number_wrong', 422, fault, { pointer: '/taxNumber' })

export const locationNotFound = () => new Problem('tenants.location_not_found', 404, 'This location does not exist any more.')

export const locationNameTaken = (name: string) =>
  new Problem('tenants.location_name_taken', 409, told`A location named "${{ name }}" exists already. Choose another name.`, {
    pointer: '/name',
  })

export const locationInUse = (name: string) =>
  new Problem('tenants.location_in_use', 409, told`Location "${{ name }}" is in use. Move what is there first, or rename the location.`)

export const branchCodeTaken = (code: string) =>
  new Problem('tenants.branch_code_taken', 409, told`Another branch has the code ${{ code }}. Choose another one.`, {
    pointer: '/branchCode',
  })

export const branchCodeFinal = (code: string) =>
  new Problem(
    'tenants.branch_code_final',
    409,
    told`Documents carry the code ${{ code }}, so it stays. Add another location for another code.`,
    {
      pointer: '/branchCode',
    },
  )

export const branchStays = (name: string) =>
  new Problem(
    'tenants.branch_stays',
    409,
    told`Location "${{ name }}" is a branch whose documents stay, so it stays as well. Rename it instead.`,
  )

export const logoNoPicture = () =>
  new Problem(
    'tenants.logo_no_picture',
    422,
    'The logo must be a whole PNG or JPEG picture. Save it as PNG and send that; SVG and WebP do not print.',
  )

export const logoTooLarge = (kibMax: number, pixelsMax: number) =>
  new Problem(
    'tenants.logo_too_large',
    413,
    told`A logo has at most ${{ kibMax }} KB and ${{ pixelsMax }} pixels a side. Make it smaller and send it again.`,
  )
