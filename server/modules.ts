/** The modules in floor order: a module may import only those before it. This is the table of contents of the business. */
export const modules = [
  // know
  'tenants',
  'identity',
  'customers',
  'catalog',
  'ledger',
  'tax',
  // serve
  'subscriptions',
  // earn
  'charging',
  'billing',
  'payments',
  'renewals',
  'vouchers',
  'documents',
  // deliver
  'access',
  'routers',
  'addresses',
  'mail',
  'sms',
  'hotspot',
  'selfcare',
  // grow
  'engage',
  'webhooks',
  'insight',
  'simulations',
] as const
export type ModuleName = (typeof modules)[number]
