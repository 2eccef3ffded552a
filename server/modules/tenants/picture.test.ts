import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { pictureOf } from './picture.ts'

const base64 = (text: string) => Buffer.from(text, 'base64')
const png = base64('iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGPgL8uDIAY4CwA2zgWzhtVStgAAAABJRU5ErkJggg==')
const jpeg = base64(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////////////////2wBDAVVaWnhpeOuCguv/////////////////////////////////////////////////////////////////////////wAARCAACAAMDAREAAhEBAxEB/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/xAAVAQEBAAAAAAAAAAAAAAAAAAADBP/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/ACGsf//Z',
)
const altered = Buffer.from(png)
altered[45]! ^= 1

suite('pictureOf', () => {
  const cases: readonly [Buffer, string | null, string][] = [
    [png, 'image/png 3x2', 'a whole PNG'],
    [jpeg, 'image/jpeg 3x2', 'a whole JPEG, whose frame comes after its tables'],
    [altered, null, 'a PNG with a bit turned over'],
    [png.subarray(0, -12), null, 'a PNG without its end'],
    [jpeg.subarray(0, -2), null, 'a JPEG without its end'],
    [Buffer.concat([jpeg.subarray(0, 20), jpeg.subarray(-2)]), null, 'a JPEG without a frame'],
    [png.subarray(0, 8), null, 'a signature alone'],
    [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), null, 'SVG, which may carry scripts'],
    [Buffer.alloc(0), null, 'nothing'],
  ]
  for (const [bytes, expected, why] of cases)
    test(why, () => {
      const picture = pictureOf(bytes)
      assert.equal(picture && `${picture.contentType} ${picture.widthPixels}x${picture.heightPixels}`, expected)
    })
})
