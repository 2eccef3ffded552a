/** The parts of the settings; each is a place of its own at `/settings/<tab>`. */
export const tabs = [
  { key: 'company', permission: 'tenant.read' },
  { key: 'locations', permission: 'tenant.read' },
  { key: 'policies', permission: 'billing.read' },
  { key: 'billing', permission: 'billing.read' },
  { key: 'accounting', permission: 'ledger.read' },
  { key: 'gateways', permission: 'payments.read' },
  { key: 'hotspot', permission: 'hotspot.configure' },
  { key: 'sms', permission: 'sms.read' },
  { key: 'wifi', permission: 'access.read' },
  { key: 'staff', permission: 'staff.read' },
  { key: 'roles', permission: 'staff.read' },
  { key: 'api-keys', permission: 'staff.read' },
  { key: 'webhooks', permission: 'webhooks.read' },
  { key: 'sign-ins', permission: 'staff.read' },
] as const

export type TabKey = (typeof tabs)[number]['key']
