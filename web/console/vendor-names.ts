/** Proper names, the same in every language. */
export const vendorNames: Readonly<Record<string, string>> = {
  mikrotik: 'MikroTik',
  cisco: 'Cisco',
  juniper: 'Juniper',
  huawei: 'Huawei',
  ubiquiti: 'Ubiquiti',
  'accel-ppp': 'accel-ppp',
  chillispot: 'CoovaChilli',
  cambium: 'Cambium',
}
