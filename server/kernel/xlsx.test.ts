import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { crc32, inflateRawSync } from 'node:zlib'
import { type Cell, workbook } from './xlsx.ts'

/** Files of a ZIP archive by its directory (APPNOTE 6.3.9 §4.3.12), each checked against its checksum. */
function unzip(archive: Buffer): Map<string, string> {
  const end = archive.length - 22
  assert.equal(archive.readUInt32LE(end), 0x06_05_4b_50)
  const files = new Map<string, string>()
  let at = archive.readUInt32LE(end + 16)
  for (let count = archive.readUInt16LE(end + 10); count > 0; count--) {
    const [checksum, packed, bytes] = [16, 20, 24].map((field) => archive.readUInt32LE(at + field)) as [number, number, number]
    const nameBytes = archive.readUInt16LE(at + 28)
    const offset = archive.readUInt32LE(at + 42)
    const start = offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28)
    const content = inflateRawSync(archive.subarray(start, start + packed))
    assert.deepEqual([content.length, crc32(content)], [bytes, checksum])
    files.set(archive.toString('utf8', at + 46, at + 46 + nameBytes), content.toString('utf8'))
    at += 46 + nameBytes
  }
  return files
}

const text = (value: string): Cell => ({ kind: 'text', text: value })

async function written(rows: readonly (readonly Cell[])[], copies = 1): Promise<Map<string, string>> {
  async function* pages() {
    for (let copy = 0; copy < copies; copy++) yield rows
  }
  return unzip(Buffer.concat(await Array.fromAsync(workbook({ name: 'invoices', heads: ['number', 'total'], pages: pages() }))))
}

/** The second row's first cell as XML. */
async function cellOf(cell: Cell): Promise<string> {
  const sheet = (await written([[cell]])).get('xl/worksheets/sheet1.xml')!
  return /<\/row><row>(.*?)<\/row>/s.exec(sheet)![1]!
}

suite('a cell', () => {
  const inline = (xml: string, style = '') => `<c${style} t="inlineStr"><is><t xml:space="preserve">${xml}</t></is></c>`
  const cases: readonly [Cell, string, string][] = [
    [{ kind: 'empty' }, '<c/>', 'empty'],
    [text('Rina & Söhne <Dhaka>'), inline('Rina &amp; Söhne &lt;Dhaka&gt;'), 'text'],
    [text(' two  spaces '), inline(' two  spaces '), 'spaces stay'],
    [text('=cmd|calc!A1'), inline('=cmd|calc!A1', ' s="1"'), 'what begins like a formula is text, and stays it when edited'],
    [text('a\u0000b\u000bc\ud800'), inline('abc\ufffd'), 'what XML cannot hold is left out'],
    [{ kind: 'boolean', value: true }, '<c t="b"><v>1</v></c>', 'boolean'],
    [{ kind: 'number', digits: '-12.5' }, '<c s="0"><v>-12.5</v></c>', 'number'],
    [{ kind: 'number', digits: '1250.00', format: '#,##0.00 "BDT"' }, '<c s="4"><v>1250.00</v></c>', 'money, by the first format'],
    [{ kind: 'number', digits: '9007199254740993' }, inline('9007199254740993'), 'more digits than a double has'],
    [{ kind: 'date', date: Temporal.PlainDate.from('2026-03-10') }, '<c s="2"><v>46091</v></c>', 'date'],
    [{ kind: 'date', date: Temporal.PlainDate.from('1900-03-01') }, '<c s="2"><v>61</v></c>', 'the day after the leap day that was none'],
    [{ kind: 'moment', at: Temporal.PlainDateTime.from('2026-03-10T18:00') }, '<c s="3"><v>46091.75</v></c>', 'moment'],
  ]
  for (const [cell, xml, why] of cases) test(why, async () => assert.equal(await cellOf(cell), xml))
})

suite('a workbook', () => {
  test('has every part that it names, and each format once', async () => {
    const money = (format: string): Cell => ({ kind: 'number', digits: '1', format })
    const files = await written([[money('0 "JPY"'), money('0.00 "BDT"')], [money('0 "JPY"')]])
    assert.deepEqual(
      [...files.keys()],
      ['xl/worksheets/sheet1.xml', 'xl/styles.xml', 'xl/workbook.xml', 'xl/_rels/workbook.xml.rels', '_rels/.rels', '[Content_Types].xml'],
    )
    const styles = files.get('xl/styles.xml')!
    assert.equal(styles.match(/<numFmt /g)!.length, 4)
    assert.equal(styles.match(/<cellXfs count="6">(<xf[^>]*\/>){6}<\/cellXfs>/) !== null, true)
    assert.match(styles, /numFmtId="167" formatCode="0.00 &quot;BDT&quot;"/)
  })

  test('goes on in another sheet where one is full', async () => {
    const page = Array.from({ length: 100_000 }, () => [])
    const files = await written(page, 11)
    const rowsOf = (sheet: number) => files.get(`xl/worksheets/sheet${sheet}.xml`)!.match(/<row>/g)!.length
    assert.deepEqual([rowsOf(1), rowsOf(2)], [1_000_001, 100_001])
    assert.match(files.get('xl/workbook.xml')!, /<sheet name="invoices 2" sheetId="2" r:id="rId2"\/>/)
  })

  test('of nothing has its heads', async () => {
    assert.match((await written([], 0)).get('xl/worksheets/sheet1.xml')!, /number.*total.*<\/row><\/sheetData>/)
  })

  test('ends with the error of what is read for it', async () => {
    async function* broken() {
      yield [[text('x')]]
      throw new Error('the database went away')
    }
    await assert.rejects(Array.fromAsync(workbook({ name: 'x', heads: [], pages: broken() })), /went away/)
  })
})
