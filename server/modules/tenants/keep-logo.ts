import type { Tx } from '#kernel/db.ts'
import { emit } from '#kernel/events.ts'
import { fileNotFound, type Files, type StoredFile } from '#kernel/files.ts'
import { logoNoPicture, logoTooLarge } from './errors.ts'
import { pictureOf } from './picture.ts'
import { readTenant, saveLogo } from './store.ts'
import type { Tenant } from './tenant.ts'

const kibMax = 512 // it is sent with every page of the console and stands in every document
const pixelsMax = 4_096 // a small file may hold a picture that takes gigabytes to draw

/** Takes a picture as the logo of the operator. @throws tenants.logo_no_picture, tenants.logo_too_large */
export async function changeLogo(tx: Tx, files: Files, bytes: Buffer): Promise<Tenant> {
  if (bytes.length > kibMax * 1024) throw logoTooLarge(kibMax, pixelsMax)
  const picture = pictureOf(bytes)
  if (!picture) throw logoNoPicture()
  if (Math.max(picture.widthPixels, picture.heightPixels) > pixelsMax) throw logoTooLarge(kibMax, pixelsMax)
  const name = picture.contentType === 'image/png' ? 'logo.png' : 'logo.jpg'
  return useLogo(tx, await files.put(tx, { name, contentType: picture.contentType, bytes }))
}

export const removeLogo = (tx: Tx): Promise<Tenant> => useLogo(tx, null)

async function useLogo(tx: Tx, fileId: string | null): Promise<Tenant> {
  await saveLogo(tx, fileId)
  const tenant = await readTenant(tx)
  await emit(tx, 'tenant.changed.v1', { tenantId: tenant.id, fields: ['logoFileId'] }, tenant.id)
  return tenant
}

/** A file that everybody who works here may see: the logo. Others are read where they belong, by who may. @throws files.not_found */
export async function readSharedFile(tx: Tx, files: Files, id: string): Promise<StoredFile> {
  const { logoFileId } = await readTenant(tx)
  if (id !== logoFileId) throw fileNotFound()
  return files.get(tx, id)
}
