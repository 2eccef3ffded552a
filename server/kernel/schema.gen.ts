// Generated from the migrated database by `npm run gen`; do not edit.
import type { Generated, GeneratedAlways } from 'kysely'

export interface Schema {
  access_clock: AccessClockTable
  account: AccountTable
  account_balance: AccountBalanceTable
  accounting_journal: AccountingJournalTable
  address_pool: AddressPoolTable
  address_setting: AddressSettingTable
  address_trace: AddressTraceTable
  api_key: ApiKeyTable
  audit: AuditTable
  audit_seal: AuditSealTable
  balance_lot: BalanceLotTable
  balance_pool_member: BalancePoolMemberTable
  bill_hold: BillHoldTable
  bill_preview: BillPreviewTable
  bill_run: BillRunTable
  billing_setting: BillingSettingTable
  bucket: BucketTable
  change_request: ChangeRequestTable
  charging_request: ChargingRequestTable
  charging_reservation: ChargingReservationTable
  checkout: CheckoutTable
  coupon: CouponTable
  credit_allocation: CreditAllocationTable
  credit_note: CreditNoteTable
  credit_note_line: CreditNoteLineTable
  customer: CustomerTable
  customer_balance: CustomerBalanceTable
  customer_note: CustomerNoteTable
  customer_standing: CustomerStandingTable
  data_key: DataKeyTable
  deferral: DeferralTable
  demo_login: DemoLoginTable
  device_recovery: DeviceRecoveryTable
  document_archive: DocumentArchiveTable
  document_archive_part: DocumentArchivePartTable
  dunning_exclusion: DunningExclusionTable
  dunning_holiday: DunningHolidayTable
  dunning_policy: DunningPolicyTable
  dunning_stage: DunningStageTable
  dunning_step: DunningStepTable
  eap_certificate: EapCertificateTable
  engage_setting: EngageSettingTable
  enrolment: EnrolmentTable
  entry: EntryTable
  event: EventTable
  event_failure: EventFailureTable
  fair_use: FairUseTable
  file: FileTable
  forwarded_accounting: ForwardedAccountingTable
  gateway: GatewayTable
  home_server: HomeServerTable
  hotspot_code: HotspotCodeTable
  hotspot_device: HotspotDeviceTable
  hotspot_grant: HotspotGrantTable
  hotspot_opening: HotspotOpeningTable
  hotspot_purchase: HotspotPurchaseTable
  hotspot_setting: HotspotSettingTable
  idempotency: IdempotencyTable
  invoice: InvoiceTable
  invoice_line: InvoiceLineTable
  invoice_registration: InvoiceRegistrationTable
  invoice_tax: InvoiceTaxTable
  job_run: JobRunTable
  ledger_account: LedgerAccountTable
  ledger_closing: LedgerClosingTable
  ledger_setting: LedgerSettingTable
  location: LocationTable
  login: LoginTable
  login_failure: LoginFailureTable
  login_reply: LoginReplyTable
  mail_setting: MailSettingTable
  migration: MigrationTable
  nas: NasTable
  nas_certificate: NasCertificateTable
  nas_contact: NasContactTable
  nat_mapping: NatMappingTable
  nat_rule: NatRuleTable
  network_command: NetworkCommandTable
  notice: NoticeTable
  number_series: NumberSeriesTable
  offer: OfferTable
  offer_version: OfferVersionTable
  one_time_token: OneTimeTokenTable
  passkey: PasskeyTable
  payment: PaymentTable
  payment_allocation: PaymentAllocationTable
  pending_charge: PendingChargeTable
  plan_migration: PlanMigrationTable
  posting: PostingTable
  proforma: ProformaTable
  radius_drop: RadiusDropTable
  realm: RealmTable
  recovery_code: RecoveryCodeTable
  refund: RefundTable
  renewal: RenewalTable
  revenue_recognition: RevenueRecognitionTable
  role: RoleTable
  router: RouterTable
  router_drift: RouterDriftTable
  router_reading: RouterReadingTable
  router_state: RouterStateTable
  saved_method: SavedMethodTable
  saved_view: SavedViewTable
  search_word: SearchWordTable
  selfcare_code: SelfcareCodeTable
  selfcare_code_customer: SelfcareCodeCustomerTable
  selfcare_session: SelfcareSessionTable
  selfcare_setting: SelfcareSettingTable
  selfcare_try: SelfcareTryTable
  session: SessionTable
  sign_in: SignInTable
  sign_in_guard: SignInGuardTable
  simulation: SimulationTable
  simulation_account: SimulationAccountTable
  sms: SmsTable
  sms_setting: SmsSettingTable
  speed_boost: SpeedBoostTable
  sponsor_campaign: SponsorCampaignTable
  sponsor_day: SponsorDayTable
  sponsor_showing: SponsorShowingTable
  staff: StaffTable
  staff_location: StaffLocationTable
  staff_role: StaffRoleTable
  staff_session: StaffSessionTable
  subscriber_cursor: SubscriberCursorTable
  subscription: SubscriptionTable
  subscription_block: SubscriptionBlockTable
  subscription_discount: SubscriptionDiscountTable
  subscription_item: SubscriptionItemTable
  tariff: TariffTable
  tariff_version: TariffVersionTable
  tax_buyer: TaxBuyerTable
  tax_component: TaxComponentTable
  tax_exemption: TaxExemptionTable
  tax_seller: TaxSellerTable
  tax_setting: TaxSettingTable
  tax_withholding: TaxWithholdingTable
  tenant: TenantTable
  top_up_sale: TopUpSaleTable
  ungranted_usage: UngrantedUsageTable
  usage_error: UsageErrorTable
  usage_file: UsageFileTable
  usage_hour: UsageHourTable
  usage_rating: UsageRatingTable
  usage_record: UsageRecordTable
  voucher: VoucherTable
  voucher_batch: VoucherBatchTable
  voucher_codes: VoucherCodesTable
  voucher_guess: VoucherGuessTable
  voucher_key: VoucherKeyTable
  voucher_movement: VoucherMovementTable
  webhook_attempt: WebhookAttemptTable
  webhook_delivery: WebhookDeliveryTable
  webhook_endpoint: WebhookEndpointTable
  webhook_inbox: WebhookInboxTable
  webhook_setting: WebhookSettingTable
  write_off: WriteOffTable
}

export interface AccessClockTable {
  name: string
  followed_until: Temporal.Instant
}

export interface AccountTable {
  tenant_id: Generated<string>
  id: Generated<string>
  number: string
  customer_id: string
  currency: string
  bill_day: Generated<number>
  segment: Generated<string>
  tax_exempt: Generated<boolean>
  billed_to_id: string | null
  version: Generated<number>
  created_at: Generated<Temporal.Instant>
}

export interface AccountBalanceTable {
  tenant_id: string
  account_id: string
  ledger_account_id: string
  currency: string
  balance_minor: bigint
}

export interface AccountingJournalTable {
  tenant_id: Generated<string>
  id: GeneratedAlways<bigint>
  at: Generated<Temporal.Instant>
  records: string
  nas_id: string | null
  error: string | null
}

export interface AddressPoolTable {
  tenant_id: Generated<string>
  id: Generated<string>
  name: string
  kind: string
  prefix: string
  unit_length: number
  capacity: GeneratedAlways<bigint>
  location_id: string | null
  nas_id: string | null
  note: Generated<string>
  version: Generated<number>
  created_at: Generated<Temporal.Instant>
}

export interface AddressSettingTable {
  tenant_id: Generated<string>
  id: Generated<string>
  mapping_retention_days: number
}

export interface AddressTraceTable {
  tenant_id: Generated<string>
  id: Generated<string>
  address: string
  port: number | null
  at: Temporal.Instant
  reference: string
  reason: string
  verdict: string
  findings: unknown
  actor: Generated<string>
  asked_at: Generated<Temporal.Instant>
}

export interface ApiKeyTable {
  tenant_id: Generated<string>
  id: Generated<string>
  name: string
  prefix: string
  token_hash: string
  permissions: string[]
  sees_all: boolean
  scope_staff_id: string | null
  scope_location_ids: Generated<string[]>
  created_by: string | null
  created_at: Generated<Temporal.Instant>
  used_at: Temporal.Instant | null
  expires_at: Temporal.Instant | null
  revoked_at: Temporal.Instant | null
}

export interface AuditTable {
  tenant_id: string
  id: GeneratedAlways<bigint>
  xid: Generated<string>
  at: Generated<Temporal.Instant>
  actor: Generated<string>
  request_id: Generated<string>
  table_name: string
  row_id: string
  operation: string
  before: unknown
  after: unknown
}

export interface AuditSealTable {
  tenant_id: string
  number: bigint
  until_xid: string
  until_id: bigint
  row_count: bigint
  hash: Buffer
  at: Generated<Temporal.Instant>
}

export interface BalanceLotTable {
  tenant_id: Generated<string>
  id: Generated<string>
  account_id: string
  subscription_id: string
  pool_id: string | null
  unit: string
  currency: string | null
  source: string
  priority: Generated<number>
  step: Generated<bigint>
  is_blocking: Generated<boolean>
  granted: bigint
  available: bigint
  reserved: Generated<bigint>
  debited: Generated<bigint>
  expired: Generated<bigint>
  valid_from: Temporal.Instant
  valid_to: Temporal.Instant | null
  rollover_max: bigint | null
  rollover_days: number | null
  ended_at: Temporal.Instant | null
  created_at: Generated<Temporal.Instant>
}

export interface BalancePoolMemberTable {
  tenant_id: Generated<string>
  pool_id: string
  subscription_id: string
}

export interface BillHoldTable {
  tenant_id: Generated<string>
  id: Generated<string>
  account_id: string
  customer_id: string
  unknown_levies: string[]
  net_minor: bigint
  currency: string
  held_since: string
  looked_at: Generated<Temporal.Instant>
}

export interface BillPreviewTable {
  tenant_id: Generated<string>
  id: Generated<string>
  bill_run_id: string
  account_id: string
  customer_id: string
  currency: string
  total_minor: bigint
  previous_minor: bigint | null
  anomaly: string | null
}

export interface BillRunTable {
  tenant_id: Generated<string>
  id: Generated<string>
  number: string
  as_of: string
  state: Generated<string>
  subscription_count: Generated<bigint>
  subscription_done: Generated<bigint>
  invoice_count: Generated<bigint>
  total_minor: Generated<bigint>
  currency: string
  error: string | null
  actor: Generated<string>
  approved_by: string | null
  started_at: Generated<Temporal.Instant>
  finished_at: Temporal.Instant | null
}

export interface BillingSettingTable {
  tenant_id: Generated<string>
  id: Generated<string>
  bill_runs: Generated<string>
  day_count: Generated<string>
  end_day: Generated<string>
  first_period: Generated<string>
  change_credit: Generated<string>
  change_day: Generated<string>
  invoice_on_change: Generated<string>
  quota_on_change: Generated<string>
  refund_on_cancellation: Generated<string>
  minimum_minor: Generated<bigint>
  late_fee_minor: Generated<bigint>
  late_fee_percent: Generated<string>
  anomaly_percent: Generated<number>
  version: Generated<number>
}

export interface BucketTable {
  tenant_id: Generated<string>
  id: Generated<string>
  subscription_id: string
  unit: Generated<string>
  source: string
  granted: bigint
  used: Generated<bigint>
  valid_from: Temporal.Instant
  valid_to: Temporal.Instant
  reached_percent: Generated<number>
  created_at: Generated<Temporal.Instant>
}

export interface ChangeRequestTable {
  tenant_id: Generated<string>
  id: Generated<string>
  subscription_id: string
  kind: string
  detail: Generated<unknown>
  channel: string
  reason: Generated<string>
  effective: string
  state: Generated<string>
  agreed_on: string | null
  agreed_terms: string | null
  effective_on: string | null
  requested_by: Generated<string>
  decided_by: string | null
  decided_at: Temporal.Instant | null
  note: Generated<string>
  problem: string | null
  done_at: Temporal.Instant | null
  version: Generated<number>
  created_at: Generated<Temporal.Instant>
}

export interface ChargingRequestTable {
  tenant_id: Generated<string>
  session_key: string
  number: number
  subscription_id: string
  answer: unknown
  entry_id: string | null
  at: Temporal.Instant
}

export interface ChargingReservationTable {
  tenant_id: Generated<string>
  session_key: string
  rating_group: number
  subscription_id: string
  state: string
  used: bigint
  paid_ahead: bigint
  unpaid: bigint
  holds: unknown
  expires_at: Temporal.Instant
  started_at: Temporal.Instant
  updated_at: Temporal.Instant
}

export interface CheckoutTable {
  tenant_id: Generated<string>
  id: Generated<string>
  gateway_id: string
  account_id: string
  customer_id: string
  reference: string
  amount_minor: bigint
  currency: string
  state: Generated<string>
  url: string | null
  error: string | null
  keeps_method: Generated<boolean>
  saved_method_id: string | null
  source: string | null
  actor: Generated<string>
  created_at: Generated<Temporal.Instant>
  checked_at: Temporal.Instant | null
  settled_at: Temporal.Instant | null
}

export interface CouponTable {
  tenant_id: Generated<string>
  id: Generated<string>
  code: string
  name: string
  percent_off: string | null
  amount_off_minor: bigint | null
  currency: string | null
  cycles: number | null
  stackable: Generated<boolean>
  valid_from: string
  valid_to: string | null
  max_redemptions: number | null
  redeemed: Generated<number>
  applies_to: Generated<string[]>
  version: Generated<number>
  created_at: Generated<Temporal.Instant>
}

export interface CreditAllocationTable {
  tenant_id: Generated<string>
  credit_note_id: string
  invoice_id: string
  amount_minor: bigint
}

export interface CreditNoteTable {
  tenant_id: Generated<string>
  id: Generated<string>
  number: string
  invoice_id: string
  account_id: string
  customer_id: string
  currency: string
  place_of_supply: string
  seller_id: string
  customer_version: number
  buyer_tax_number: string | null
  issued_on: string
  kind: string
  reason: Generated<string>
  net_minor: bigint
  tax_minor: bigint
  total_minor: bigint
  unallocated_minor: bigint
  posted_at: Generated<Temporal.Instant>
}

export interface CreditNoteLineTable {
  tenant_id: Generated<string>
  credit_note_id: string
  line: number
  invoice_id: string
  invoice_line: number
  description: string
  period_from: string | null
  period_to: string | null
  is_unused: boolean
  net_minor: bigint
  tax_minor: bigint
  tax_percent: string
  tax_category: string
  supply_code: Generated<string>
  taxes: Generated<unknown>
  partner: string | null
  partner_minor: Generated<bigint>
}

export interface CustomerTable {
  tenant_id: Generated<string>
  id: Generated<string>
  number: string
  kind: Generated<string>
  name: string
  email: string | null
  phone: string | null
  language: Generated<string>
  tax_number: string | null
  address_line: Generated<string>
  area: Generated<string>
  city: Generated<string>
  region: Generated<string>
  postal_code: Generated<string>
  latitude: number | null
  longitude: number | null
  location_id: string | null
  assigned_to: string | null
  tags: Generated<string[]>
  custom: Generated<unknown>
  state: Generated<string>
  version: Generated<number>
  created_at: Generated<Temporal.Instant>
  updated_at: Generated<Temporal.Instant>
}

export interface CustomerBalanceTable {
  tenant_id: string
  customer_id: string
  balance_minor: Generated<bigint>
}

export interface CustomerNoteTable {
  tenant_id: Generated<string>
  id: Generated<string>
  customer_id: string
  text: string
  pinned: Generated<boolean>
  actor: Generated<string>
  at: Generated<Temporal.Instant>
}

export interface CustomerStandingTable {
  tenant_id: string
  customer_id: string
  plan_names: Generated<string[]>
  service_state: string | null
  currency: string | null
}

export interface DataKeyTable {
  tenant_id: Generated<string>
  id: Generated<string>
  version: number
  wrapped: string
  created_at: Generated<Temporal.Instant>
  retired_at: Temporal.Instant | null
}

export interface DeferralTable {
  tenant_id: string
  id: Generated<string>
  currency: string
  earned_from: string
  earned_to: string
  amount_minor: bigint
  recognised_minor: Generated<bigint>
}

export interface DemoLoginTable {
  tenant_id: Generated<string>
  id: Generated<string>
  staff_id: string
  role: string
  password: string
}

export interface DeviceRecoveryTable {
  tenant_id: Generated<string>
  id: Generated<string>
  subscription_id: string
  due_on: string
  state: Generated<string>
  owner_id: string | null
  note: Generated<string>
  closed_at: Temporal.Instant | null
  version: Generated<number>
  created_at: Generated<Temporal.Instant>
}

export interface DocumentArchiveTable {
  tenant_id: Generated<string>
  id: Generated<string>
  kind: string
  from_day: string
  to_day: string
  bill_run_id: string | null
  document_count: bigint
  document_done: Generated<bigint>
  state: Generated<string>
  error: string | null
  actor: Generated<string>
  created_at: Generated<Temporal.Instant>
  finished_at: Temporal.Instant | null
  expires_at: Temporal.Instant | null
}

export interface DocumentArchivePartTable {
  tenant_id: Generated<string>
  archive_id: string
  part: number
  file_id: string
  document_count: number
  bytes_count: bigint
  last_day: string
  last_id: string
}

export interface DunningExclusionTable {
  tenant_id: Generated<string>
  id: Generated<string>
  account_id: string
  until: string | null
}

export interface DunningHolidayTable {
  tenant_id: Generated<string>
  id: Generated<string>
  day: string
  name: string
}

export interface DunningPolicyTable {
  tenant_id: Generated<string>
  id: Generated<string>
  segment: string
  age_basis: string
  minimum_minor: bigint
  excluded_weekdays: number[]
  restore: string
}

export interface DunningStageTable {
  tenant_id: Generated<string>
  id: Generated<string>
  segment: Generated<string>
  days: number
  action: string
  fee_minor: Generated<bigint>
  fee_percent: Generated<string>
}

export interface DunningStepTable {
  tenant_id: Generated<string>
  invoice_id: string
  stage_id: string
  round: number
  action: string
  days: number
  taken_on: string
  at: Generated<Temporal.Instant>
}

export interface EapCertificateTable {
  tenant_id: Generated<string>
  id: Generated<string>
  role: string
  subject: string
  login_id: string | null
  certificate: string
  key_sealed: string | null
  unreadable_since: Temporal.Instant | null
  fingerprint: string
  issued: boolean
  valid_from: Temporal.Instant
  valid_to: Temporal.Instant
  revoked_at: Temporal.Instant | null
  created_at: Generated<Temporal.Instant>
}

export interface EngageSettingTable {
  tenant_id: Generated<string>
  id: Generated<string>
  attach_document: Generated<boolean>
  attach_tax_form: Generated<boolean>
}

export interface EnrolmentTable {
  tenant_id: Generated<string>
  id: Generated<string>
  name: string
  location_id: string | null
  uses: string[]
  interface: string
  garden_hosts: Generated<string[]>
  coa_port: Generated<number>
  tunnel_address: string | null
  radius_secret_sealed: string | null
  api_password_sealed: string | null
  token_hash: string | null
  expires_at: Temporal.Instant
  fetched_at: Temporal.Instant | null
  fetched_from: string | null
  check_in_hash: string
  joined_at: Temporal.Instant | null
  nas_id: string | null
  fault: string | null
  cancelled_at: Temporal.Instant | null
  created_at: Generated<Temporal.Instant>
}

export interface EntryTable {
  tenant_id: Generated<string>
  id: Generated<string>
  booked_on: string
  description: string
  source_kind: string
  source_id: string
  reverses_id: string | null
  override_reason: string | null
  actor: Generated<string>
  at: Generated<Temporal.Instant>
}

export interface EventTable {
  tenant_id: Generated<string>
  id: GeneratedAlways<bigint>
  xid: Generated<string>
  type: string
  subject: string | null
  payload: unknown
  actor: Generated<string>
  request_id: Generated<string>
  at: Generated<Temporal.Instant>
}

export interface EventFailureTable {
  tenant_id: Generated<string>
  id: Generated<string>
  subscriber: string
  event_id: bigint
  event_type: string
  error: string
  attempts: Generated<number>
  failed_at: Generated<Temporal.Instant>
  replayed_at: Temporal.Instant | null
}

export interface FairUseTable {
  tenant_id: Generated<string>
  subscription_id: string
  used: Generated<bigint>
  tier: Generated<number>
  valid_from: Temporal.Instant
  valid_to: Temporal.Instant
}

export interface FileTable {
  tenant_id: Generated<string>
  id: Generated<string>
  name: string
  content_type: string
  bytes_count: bigint
  sha256: string
  created_at: Generated<Temporal.Instant>
}

export interface ForwardedAccountingTable {
  tenant_id: Generated<string>
  id: GeneratedAlways<bigint>
  realm_id: string
  happened_at: Temporal.Instant
  packet: Buffer
  attempts: Generated<number>
  next_at: Temporal.Instant
}

export interface GatewayTable {
  tenant_id: Generated<string>
  id: Generated<string>
  provider: string
  name: string
  settings: Generated<unknown>
  credentials_sealed: string | null
  enabled: Generated<boolean>
  version: Generated<number>
  created_at: Generated<Temporal.Instant>
}

export interface HomeServerTable {
  tenant_id: Generated<string>
  id: Generated<string>
  realm_id: string
  position: number
  address: string
  transport: Generated<string>
  auth_port: number
  acct_port: number
  certificate_name: string | null
  authority: string | null
  client_certificate: string | null
  secret_sealed: string
  unreadable_since: Temporal.Instant | null
}

export interface HotspotCodeTable {
  tenant_id: Generated<string>
  id: Generated<string>
  phone: string
  guests: string[]
  token_hash: string
  code_hash: string
  tries: Generated<number>
  sms_id: string
  is_limit: Generated<boolean>
  asked_at: Temporal.Instant
}

export interface HotspotDeviceTable {
  tenant_id: Generated<string>
  id: Generated<string>
  subscription_id: string
  login_id: string
  username: string
  password_sealed: string
  token_hash: string
  mac: string | null
  name: Generated<string>
  joined_at: Generated<Temporal.Instant>
  seen_at: Generated<Temporal.Instant>
  left_at: Temporal.Instant | null
}

export interface HotspotGrantTable {
  tenant_id: Generated<string>
  id: Generated<string>
  kind: string
  guest: string
  campaign_id: string | null
  subscription_id: string
  at: Generated<Temporal.Instant>
}

export interface HotspotOpeningTable {
  tenant_id: Generated<string>
  id: Generated<string>
  mark: string
  gateway_hash: string
  gateway_name: string
  subscription_id: string
  login_id: string
  username: string
  mac: string
  address: string | null
  wanted: string | null
  minutes: number
  upload_kbps: bigint
  download_kbps: bigint
  upload_kib: bigint
  download_kib: bigint
  asked_at: Temporal.Instant
  opened_at: Temporal.Instant | null
  ended_at: Temporal.Instant | null
}

export interface HotspotPurchaseTable {
  tenant_id: Generated<string>
  id: Generated<string>
  checkout_id: string
  account_id: string
  customer_id: string
  offer_version_id: string
  visit_sealed: string
  token_hash: string
  subscription_id: string | null
  created_at: Generated<Temporal.Instant>
}

export interface HotspotSettingTable {
  tenant_id: Generated<string>
  id: Generated<string>
  welcome: Generated<string>
  offer_ids: Generated<string[]>
  gateway_id: string | null
  trial_offer_id: string | null
  trial_every_hours: Generated<number>
  code_offer_id: string | null
  code_for_customers: Generated<boolean>
  codes_per_hour_max: Generated<number>
  payment_offer_id: string | null
  gateway_hosts: Generated<string[]>
  uam_secret_sealed: string | null
  unifi_url: string | null
  unifi_site: string | null
  unifi_username: string | null
  unifi_password_sealed: string | null
  opennds_level: number | null
  opennds_key_sealed: string | null
  version: Generated<number>
}

export interface IdempotencyTable {
  tenant_id: Generated<string>
  actor: string
  key: string
  request_hash: string
  status: number | null
  body: string | null
  created_at: Generated<Temporal.Instant>
}

export interface InvoiceTable {
  tenant_id: Generated<string>
  id: Generated<string>
  number: string
  account_id: string
  customer_id: string
  bill_run_id: string | null
  currency: string
  place_of_supply: string
  seller_id: string
  branch_id: string | null
  customer_version: number
  buyer_tax_number: string | null
  issued_on: string
  due_on: string
  period_from: string
  period_to: string
  net_minor: bigint
  tax_minor: bigint
  total_minor: bigint
  taxes_of_id: string
  paid_minor: Generated<bigint>
  state: Generated<string>
  paid_at: Temporal.Instant | null
  voided_on: string | null
  promised_until: string | null
  promise_count: Generated<number>
  posted_at: Generated<Temporal.Instant>
}

export interface InvoiceLineTable {
  tenant_id: Generated<string>
  invoice_id: string
  line: number
  account_id: string | null
  subscription_id: string | null
  item_id: string | null
  charge_code: string
  revision: Generated<number>
  kind: string
  description: string
  period_from: string | null
  period_to: string | null
  quantity: Generated<string>
  unit_minor: bigint
  discount_minor: Generated<bigint>
  net_minor: bigint
  tax_minor: bigint
  tax_percent: string
  tax_category: string
  supply_code: Generated<string>
  taxes: Generated<unknown>
  partner: string | null
  partner_minor: Generated<bigint>
}

export interface InvoiceRegistrationTable {
  tenant_id: Generated<string>
  invoice_id: string
  credit_note_id: string | null
  reference: string
  acknowledged_number: string
  acknowledged_at: Temporal.Instant
  qr_code: string
  actor: Generated<string>
  at: Generated<Temporal.Instant>
}

export interface InvoiceTaxTable {
  tenant_id: Generated<string>
  invoice_id: string
  code: string
  name: string
  jurisdiction: string
  rate_percent: string
  supply_code: Generated<string>
  net_minor: bigint
  tax_minor: bigint
}

export interface JobRunTable {
  tenant_id: string | null
  id: Generated<string>
  job_id: string
  name: string
  input: unknown
  attempt: number
  state: string
  progress_done: bigint | null
  progress_total: bigint | null
  error: string | null
  started_at: Generated<Temporal.Instant>
  finished_at: Temporal.Instant | null
}

export interface LedgerAccountTable {
  tenant_id: Generated<string>
  id: Generated<string>
  code: string | null
  number: string
  name: string
  renamed: Generated<boolean>
  kind: string
  version: Generated<number>
}

export interface LedgerClosingTable {
  tenant_id: Generated<string>
  id: Generated<string>
  deed: string
  month: string
  reason: Generated<string>
  entry_count: bigint
  actor: Generated<string>
  at: Generated<Temporal.Instant>
}

export interface LedgerSettingTable {
  tenant_id: Generated<string>
  id: Generated<string>
  recognition: Generated<string>
  closed_until: string | null
  version: Generated<number>
}

export interface LocationTable {
  tenant_id: Generated<string>
  id: Generated<string>
  name: string
  address: Generated<string>
  latitude: number | null
  longitude: number | null
  branch_code: string | null
  tax_number: Generated<string>
  version: Generated<number>
  created_at: Generated<Temporal.Instant>
}

export interface LoginTable {
  tenant_id: Generated<string>
  id: Generated<string>
  subscription_id: string
  username: string
  password_sealed: string
  kind: Generated<string>
  framed_address: string | null
  unreadable_since: Temporal.Instant | null
  created_at: Generated<Temporal.Instant>
  changed_at: Generated<Temporal.Instant>
}

export interface LoginFailureTable {
  tenant_id: string
  id: Generated<string>
  minute: Temporal.Instant
  nas_id: string
  username: string
  calling_station: Generated<string>
  reason: string
  subscription_id: string | null
  attempts: Generated<bigint>
  last_at: Temporal.Instant
}

export interface LoginReplyTable {
  tenant_id: string
  login_id: string
  at: Temporal.Instant
  verdict: string
  reason: string | null
  nas_id: string
  calling_station: string | null
}

export interface MailSettingTable {
  tenant_id: Generated<string>
  id: Generated<string>
  sender_name: string | null
  reply_to: string | null
  host: string | null
  port: number | null
  security: string | null
  sender_address: string | null
  username: string | null
  password_sealed: string | null
  version: Generated<number>
}

export interface MigrationTable {
  name: string
  checksum: string
  applied_at: Generated<Temporal.Instant>
}

export interface NasTable {
  tenant_id: Generated<string>
  id: Generated<string>
  name: string
  address: string | null
  identifier: string | null
  certificate_fingerprint: string | null
  certificate_name: string | null
  vendor: string
  secret_sealed: string
  require_message_authenticator: Generated<boolean>
  coa_port: Generated<number>
  interim_seconds: Generated<number>
  walled_garden: string | null
  requests_per_second_max: number | null
  voucher_password: Generated<string>
  location_id: string | null
  enabled: Generated<boolean>
  unreadable_since: Temporal.Instant | null
  version: Generated<number>
  created_at: Generated<Temporal.Instant>
}

export interface NasCertificateTable {
  tenant_id: Generated<string>
  id: Generated<string>
  nas_id: string
  kind: string
  subject: string
  certificate: string
  fingerprint: string
  valid_from: Temporal.Instant
  valid_to: Temporal.Instant
  revoked_at: Temporal.Instant | null
  created_at: Generated<Temporal.Instant>
}

export interface NasContactTable {
  tenant_id: Generated<string>
  nas_id: string
  seen_at: Temporal.Instant
}

export interface NatMappingTable {
  tenant_id: Generated<string>
  public_address: string
  port_from: number
  port_to: number
  port_count: GeneratedAlways<number>
  private_address: string
  from_at: Temporal.Instant
  until_at: Temporal.Instant | null
  device: Generated<string>
}

export interface NatRuleTable {
  tenant_id: Generated<string>
  id: Generated<string>
  name: string
  private_prefix: string
  public_prefix: string
  first_port: number
  ports_each: number
  from_at: Temporal.Instant
  until_at: Temporal.Instant | null
  created_at: Generated<Temporal.Instant>
}

export interface NetworkCommandTable {
  tenant_id: Generated<string>
  id: Generated<string>
  session_id: string
  nas_id: string
  subscription_id: string | null
  kind: string
  via: Generated<string>
  reason: string
  upload_bps: bigint | null
  download_bps: bigint | null
  quality: unknown
  session_bytes: bigint | null
  state: Generated<string>
  error_cause: number | null
  detail: string | null
  attempts: Generated<number>
  actor: Generated<string>
  wanted_at: Generated<Temporal.Instant>
  queued_at: Generated<Temporal.Instant>
  sent_at: Temporal.Instant | null
  answered_at: Temporal.Instant | null
  confirmed_at: Temporal.Instant | null
}

export interface NoticeTable {
  tenant_id: Generated<string>
  id: Generated<string>
  customer_id: string
  kind: string
  channel: string
  recipient: Generated<string>
  language: string
  subject: string
  body: string
  document: unknown
  dedup_key: string
  state: Generated<string>
  error: string | null
  created_at: Generated<Temporal.Instant>
  sent_at: Temporal.Instant | null
  read_at: Temporal.Instant | null
}

export interface NumberSeriesTable {
  tenant_id: Generated<string>
  series: string
  last: bigint
}

export interface OfferTable {
  tenant_id: Generated<string>
  id: Generated<string>
  code: string
  name: string
  description: Generated<string>
  kind: Generated<string>
  applies_to: Generated<string[]>
  technology: string
  state: Generated<string>
  version: Generated<number>
  created_at: Generated<Temporal.Instant>
}

export interface OfferVersionTable {
  tenant_id: Generated<string>
  id: Generated<string>
  offer_id: string
  number: number
  valid_from: string
  currency: string
  recurring_minor: bigint
  setup_minor: Generated<bigint>
  cycle_unit: Generated<string>
  cycle_count: Generated<number>
  billed_in: Generated<string>
  alignment: Generated<string>
  charges: Generated<unknown>
  phases: Generated<unknown>
  prices: Generated<unknown>
  commitment: unknown
  tax_category: Generated<string>
  prices_include_tax: Generated<boolean>
  download_bps: Generated<bigint>
  upload_bps: Generated<bigint>
  quota_bytes: bigint | null
  quota_policy: Generated<string>
  throttled_download_bps: bigint | null
  throttled_upload_bps: bigint | null
  fup_tiers: Generated<unknown>
  free_windows: Generated<unknown>
  speed_windows: Generated<unknown>
  quality: unknown
  rollover: unknown
  top_up: unknown
  pass: unknown
  sessions_max: Generated<number>
  session_limit_policy: Generated<string>
  idle_timeout_seconds: number | null
  address_pool: string | null
  approval_ref: string | null
  created_at: Generated<Temporal.Instant>
}

export interface OneTimeTokenTable {
  tenant_id: Generated<string>
  id: Generated<string>
  purpose: string
  staff_id: string | null
  token_hash: string
  payload: Generated<unknown>
  attempts: Generated<number>
  created_at: Generated<Temporal.Instant>
  expires_at: Temporal.Instant
  used_at: Temporal.Instant | null
}

export interface PasskeyTable {
  tenant_id: Generated<string>
  id: Generated<string>
  staff_id: string
  name: string
  credential_id: string
  public_key: Buffer
  counter: Generated<bigint>
  transports: Generated<string[]>
  created_at: Generated<Temporal.Instant>
  used_at: Temporal.Instant | null
}

export interface PaymentTable {
  tenant_id: Generated<string>
  id: Generated<string>
  number: string
  account_id: string
  customer_id: string
  amount_minor: bigint
  currency: string
  method: string
  reference: string
  checkout_id: string | null
  unallocated_minor: bigint
  note: Generated<string>
  received_at: Temporal.Instant
  actor: Generated<string>
}

export interface PaymentAllocationTable {
  tenant_id: Generated<string>
  payment_id: string
  invoice_id: string
  amount_minor: bigint
  at: Generated<Temporal.Instant>
}

export interface PendingChargeTable {
  tenant_id: Generated<string>
  id: Generated<string>
  account_id: string
  subscription_id: string | null
  item_id: string | null
  kind: string
  charge_code: string
  revision: Generated<number>
  description: string
  amount_minor: bigint
  currency: string
  tax_category: string
  prices_include_tax: boolean
  supply: string
  partner: string | null
  partner_minor: Generated<bigint>
  period_from: string | null
  period_to: string | null
  bill_on: string
  billed_invoice_id: string | null
  withdrawn_at: Temporal.Instant | null
  reason: Generated<string>
  source: Generated<string>
  created_by: Generated<string>
  created_at: Generated<Temporal.Instant>
}

export interface PlanMigrationTable {
  tenant_id: Generated<string>
  id: Generated<string>
  offer_id: string
  to_version_id: string
  from_version_ids: string[]
  state: Generated<string>
  subscription_count: bigint
  subscription_done: Generated<bigint>
  after_id: Generated<string>
  started_by: Generated<string>
  started_at: Generated<Temporal.Instant>
  finished_at: Temporal.Instant | null
  version: Generated<number>
}

export interface PostingTable {
  tenant_id: Generated<string>
  entry_id: string
  line: number
  ledger_account_id: string
  account_id: string | null
  amount_minor: bigint
  currency: string
  earned_from: string | null
  earned_to: string | null
}

export interface ProformaTable {
  tenant_id: Generated<string>
  id: Generated<string>
  number: string
  customer_id: string
  account_id: string
  issued_on: string
  valid_until: string
  currency: string
  net_minor: bigint
  total_minor: bigint
  credited_minor: bigint
  content: unknown
  actor: Generated<string>
  created_at: Generated<Temporal.Instant>
}

export interface RadiusDropTable {
  tenant_id: string | null
  id: Generated<string>
  day: string
  source: string
  reason: string
  nas_id: string | null
  packets: bigint
  last_at: Temporal.Instant
}

export interface RealmTable {
  tenant_id: Generated<string>
  id: Generated<string>
  name: string
  strips_realm: Generated<boolean>
  forwards_accounting: Generated<boolean>
  require_message_authenticator: Generated<boolean>
  timeout_ms: Generated<number>
  believed: Generated<string[]>
  enabled: Generated<boolean>
  version: Generated<number>
  created_at: Generated<Temporal.Instant>
}

export interface RecoveryCodeTable {
  tenant_id: Generated<string>
  id: Generated<string>
  staff_id: string
  code_hash: string
  used_at: Temporal.Instant | null
}

export interface RefundTable {
  tenant_id: Generated<string>
  id: Generated<string>
  payment_id: string
  amount_minor: bigint
  currency: string
  reason: string
  state: string
  error: string | null
  credit_note_id: string | null
  method: string | null
  reference: Generated<string>
  paid_out_at: Temporal.Instant | null
  actor: Generated<string>
  at: Generated<Temporal.Instant>
}

export interface RenewalTable {
  tenant_id: Generated<string>
  id: Generated<string>
  subscription_id: string
  due_on: string
  state: string
  attempts: Generated<number>
  checkout_id: string | null
  next_try_on: string | null
  problem: string | null
  renewed_until: string | null
  version: Generated<number>
  updated_at: Generated<Temporal.Instant>
}

export interface RevenueRecognitionTable {
  tenant_id: Generated<string>
  id: Generated<string>
  last_day: string
}

export interface RoleTable {
  tenant_id: Generated<string>
  id: Generated<string>
  code: string
  name: string
  permissions: string[]
  row_scope: Generated<string>
  built_in: Generated<boolean>
  version: Generated<number>
}

export interface RouterTable {
  tenant_id: Generated<string>
  id: string
  uses: Generated<string[]>
  address: string
  protocol: string
  port: number
  username: string
  password_sealed: string
  fingerprint: string | null
  wireguard_public_key: string | null
  version: Generated<number>
  created_at: Generated<Temporal.Instant>
}

export interface RouterDriftTable {
  tenant_id: Generated<string>
  id: Generated<string>
  nas_id: string
  kind: string
  session_key: string
  username: string
  session_id: string | null
  subscription_id: string | null
  wanted: string
  found: string
  since: Temporal.Instant
  seen_at: Temporal.Instant
}

export interface RouterReadingTable {
  tenant_id: Generated<string>
  nas_id: string
  at: Temporal.Instant
  sessions: number
  upload_bps: bigint
  download_bps: bigint
}

export interface RouterStateTable {
  tenant_id: Generated<string>
  nas_id: string
  looked_at: Temporal.Instant | null
  api: Generated<string>
  api_fault: string | null
  api_detail: string | null
  commands: Generated<string>
  identity: string | null
  firmware: string | null
  board: string | null
  clock_ahead_seconds: bigint | null
  settings: unknown
  checked_in_at: Temporal.Instant | null
  checked_in_from: string | null
}

export interface SavedMethodTable {
  tenant_id: Generated<string>
  id: Generated<string>
  gateway_id: string
  account_id: string
  authorization_sealed: string
  fingerprint: string
  email: string
  label: string
  last_digits: string
  expires_on: string | null
  removed_at: Temporal.Instant | null
  created_at: Generated<Temporal.Instant>
}

export interface SavedViewTable {
  tenant_id: Generated<string>
  id: Generated<string>
  list: string
  name: string
  query: string
  owner: Generated<string>
  shared: Generated<boolean>
  created_at: Generated<Temporal.Instant>
}

export interface SearchWordTable {
  tenant_id: string
  kind: string
  word: string
  subject_id: string
}

export interface SelfcareCodeTable {
  tenant_id: Generated<string>
  id: Generated<string>
  email: string
  tries: Generated<number>
  used_at: Temporal.Instant | null
  created_at: Generated<Temporal.Instant>
  expires_at: Temporal.Instant
}

export interface SelfcareCodeCustomerTable {
  tenant_id: Generated<string>
  code_id: string
  customer_id: string
  code_hash: string
}

export interface SelfcareSessionTable {
  tenant_id: Generated<string>
  id: Generated<string>
  customer_id: string
  token_hash: string
  login_id: string | null
  password_proof: string | null
  created_at: Generated<Temporal.Instant>
  expires_at: Temporal.Instant
}

export interface SelfcareSettingTable {
  tenant_id: Generated<string>
  id: Generated<string>
  is_open: boolean
  version: Generated<number>
}

export interface SelfcareTryTable {
  tenant_id: Generated<string>
  username: string
  since: Temporal.Instant
  tries: number
}

export interface SessionTable {
  tenant_id: string
  id: Generated<string>
  identity: string
  nas_id: string
  subscription_id: string | null
  login_id: string | null
  username: string
  acct_session_id: string
  calling_station: string | null
  called_station: string | null
  nas_port: string | null
  address: string | null
  address6: string | null
  prefix6: string | null
  delegated6: string | null
  interface6: string | null
  started_at: Temporal.Instant
  updated_at: Temporal.Instant
  ended_at: Temporal.Instant | null
  session_seconds: bigint | null
  upload_bytes: Generated<bigint>
  download_bytes: Generated<bigint>
  upload_bps: bigint | null
  download_bps: bigint | null
  terminate_cause: string | null
  closed_by: string | null
  walled: Generated<boolean>
}

export interface SignInTable {
  tenant_id: Generated<string>
  id: Generated<string>
  staff_id: string | null
  email: string
  outcome: string
  address: Generated<string>
  user_agent: Generated<string>
  at: Generated<Temporal.Instant>
}

export interface SignInGuardTable {
  tenant_id: string
  id: string
  attempts: number
  locked_until: Temporal.Instant | null
  at: Temporal.Instant
}

export interface SimulationTable {
  tenant_id: Generated<string>
  id: Generated<string>
  name: string
  from_day: string
  to_day: string
  alternative: unknown
  state: Generated<string>
  days_done: Generated<number>
  days_total: number
  outcome: unknown
  affected_count: Generated<number>
  error: string | null
  actor: Generated<string>
  created_at: Generated<Temporal.Instant>
  finished_at: Temporal.Instant | null
}

export interface SimulationAccountTable {
  tenant_id: Generated<string>
  id: Generated<string>
  simulation_id: string
  account_id: string
  customer_id: string
  customer: string
  account: string
  currency: string
  billed_before_minor: bigint
  billed_after_minor: bigint
  arrears_before_minor: bigint
  arrears_after_minor: bigint
  suspensions_before: number
  suspensions_after: number
}

export interface SmsTable {
  tenant_id: Generated<string>
  id: Generated<string>
  destination: string
  kind: string
  text_shown: string
  text_sealed: string
  parts: number
  state: Generated<string>
  reason: string | null
  detail: string | null
  message_ids: Generated<string[]>
  delivered_ids: Generated<string[]>
  attempts: Generated<number>
  due_at: Temporal.Instant
  useful_until: Temporal.Instant | null
  queued_at: Temporal.Instant
  created_at: Generated<Temporal.Instant>
  sent_at: Temporal.Instant | null
  delivered_at: Temporal.Instant | null
}

export interface SmsSettingTable {
  tenant_id: Generated<string>
  id: Generated<string>
  host: string
  port: number
  is_tls: Generated<boolean>
  system_id: string
  password_sealed: string
  system_type: Generated<string>
  source: string
  bind: Generated<string>
  unanswered_max: Generated<number>
  per_second: Generated<number>
  prefixes: Generated<string[]>
  parts_per_hour_max: Generated<number>
  part_price_minor: bigint | null
  version: Generated<number>
}

export interface SpeedBoostTable {
  tenant_id: Generated<string>
  id: Generated<string>
  subscription_id: string
  download_bps: bigint
  upload_bps: bigint
  from_at: Temporal.Instant
  until_at: Temporal.Instant
  reason: Generated<string>
  bought: Generated<boolean>
  told_until: Generated<Temporal.Instant>
  actor: Generated<string>
  created_at: Generated<Temporal.Instant>
}

export interface SponsorCampaignTable {
  tenant_id: Generated<string>
  id: Generated<string>
  name: string
  sponsor: string
  messages: unknown
  link: string | null
  picture_file_id: string | null
  offer_id: string
  location_ids: Generated<string[]>
  starts_on: string
  ends_on: string | null
  watch_seconds: number
  guest_per_day_max: number
  charged_for: string
  price_minor: bigint
  currency: string
  budget_max: number | null
  budget_per_day_max: number | null
  budget_per_location_day_max: number | null
  state: Generated<string>
  version: Generated<number>
  created_at: Generated<Temporal.Instant>
}

export interface SponsorDayTable {
  tenant_id: Generated<string>
  campaign_id: string
  day: string
  location_id: string | null
  shown: Generated<number>
  finished: Generated<number>
  granted: Generated<number>
  answers: Generated<number[]>
  cost_minor: Generated<bigint>
}

export interface SponsorShowingTable {
  tenant_id: Generated<string>
  id: Generated<string>
  campaign_id: string
  location_id: string | null
  token_hash: string
  shown_at: Temporal.Instant
  finished_at: Temporal.Instant | null
  subscription_id: string | null
}

export interface StaffTable {
  tenant_id: Generated<string>
  id: Generated<string>
  email: string
  name: string
  locale: string | null
  state: Generated<string>
  password_hash: string | null
  totp_sealed: string | null
  totp_confirmed_at: Temporal.Instant | null
  version: Generated<number>
  created_at: Generated<Temporal.Instant>
}

export interface StaffLocationTable {
  tenant_id: Generated<string>
  id: Generated<string>
  staff_id: string
  location_id: string
}

export interface StaffRoleTable {
  tenant_id: Generated<string>
  id: Generated<string>
  staff_id: string
  role_id: string
}

export interface StaffSessionTable {
  tenant_id: Generated<string>
  id: Generated<string>
  staff_id: string
  token_hash: string
  csrf_secret: string
  user_agent: Generated<string>
  address: Generated<string>
  device_hash: string | null
  created_at: Generated<Temporal.Instant>
  seen_at: Generated<Temporal.Instant>
  expires_at: Temporal.Instant
  revoked_at: Temporal.Instant | null
}

export interface SubscriberCursorTable {
  name: string
  xid: string
  id: bigint
  moved_at: Generated<Temporal.Instant>
}

export interface SubscriptionTable {
  tenant_id: Generated<string>
  id: Generated<string>
  number: string
  customer_id: string
  account_id: string
  offer_id: string
  offer_version_id: string
  location_id: string | null
  state: Generated<string>
  started_on: string | null
  trial_until: string | null
  bill_day: number
  billed_until: string | null
  used_until: string | null
  ends_on: string | null
  ends_at: Temporal.Instant | null
  activated_at: Temporal.Instant | null
  resume_on: string | null
  paused_at: Temporal.Instant | null
  ended_at: Temporal.Instant | null
  prepaid_until: string | null
  auto_renew: Generated<boolean>
  revision: Generated<number>
  version: Generated<number>
  created_at: Generated<Temporal.Instant>
}

export interface SubscriptionBlockTable {
  tenant_id: Generated<string>
  id: Generated<string>
  subscription_id: string
  reason: string
  note: Generated<string>
  since: Generated<Temporal.Instant>
  actor: Generated<string>
  lifted_at: Temporal.Instant | null
  lifted_by: string | null
}

export interface SubscriptionDiscountTable {
  tenant_id: Generated<string>
  id: Generated<string>
  subscription_id: string
  coupon_id: string | null
  name: string
  percent_off: string | null
  amount_minor: bigint | null
  from_on: string
  cycles_left: number | null
  spent_until: string | null
  stackable: boolean
  created_at: Generated<Temporal.Instant>
}

export interface SubscriptionItemTable {
  tenant_id: Generated<string>
  id: Generated<string>
  subscription_id: string
  offer_id: string
  offer_version_id: string
  quantity: number
  from_on: string
  to_on: string | null
  billed_until: string
  created_at: Generated<Temporal.Instant>
}

export interface TariffTable {
  tenant_id: Generated<string>
  id: Generated<string>
  name: string
  source: string
  measure: string
  created_at: Generated<Temporal.Instant>
}

export interface TariffVersionTable {
  tenant_id: Generated<string>
  id: Generated<string>
  tariff_id: string
  number: number
  valid_from: string
  rules: unknown
  note: Generated<string>
  actor: Generated<string>
  created_at: Generated<Temporal.Instant>
}

export interface TaxBuyerTable {
  tenant_id: string
  customer_id: string
  version: number
  content: unknown
}

export interface TaxComponentTable {
  tenant_id: Generated<string>
  id: Generated<string>
  category: string
  supply: Generated<string>
  code: string
  name: string
  jurisdiction: string
  reach: Generated<string>
  rate_percent: string
  flat_minor: Generated<bigint>
  share_percent: Generated<string>
  on_codes: Generated<string[]>
  valid_from: string
  valid_to: string | null
  source: Generated<string>
  checked_on: string | null
}

export interface TaxExemptionTable {
  tenant_id: Generated<string>
  id: Generated<string>
  customer_id: string
  jurisdiction: string
  number: string
  reason: Generated<string>
  valid_from: string
  valid_until: string
  file_id: string | null
  revoked_at: Temporal.Instant | null
  actor: Generated<string>
  created_at: Generated<Temporal.Instant>
}

export interface TaxSellerTable {
  tenant_id: Generated<string>
  id: string
  content: unknown
}

export interface TaxSettingTable {
  tenant_id: Generated<string>
  id: Generated<string>
  region: Generated<string>
  company_number: Generated<string>
  address_line: Generated<string>
  city: Generated<string>
  postal_code: Generated<string>
  total_step_minor: Generated<bigint>
  supply_codes: Generated<unknown>
  version: Generated<number>
}

export interface TaxWithholdingTable {
  tenant_id: Generated<string>
  id: Generated<string>
  invoice_id: string
  code: string
  certificate_number: string
  certified_on: string
  period_from: string
  period_to: string
  amount_minor: bigint
  currency: string
  actor: Generated<string>
  at: Generated<Temporal.Instant>
}

export interface TenantTable {
  id: Generated<string>
  tenant_id: GeneratedAlways<string | null>
  slug: string
  name: string
  legal_name: string
  country: string
  currency: string
  time_zone: string
  locale: Generated<string>
  address: Generated<string>
  email: Generated<string>
  phone: Generated<string>
  tax_number: Generated<string>
  brand_color: Generated<string>
  logo_file_id: string | null
  payment_terms_days: Generated<number>
  ways_to_pay: Generated<string>
  fiscal_year_start_month: Generated<number>
  version: Generated<number>
  created_at: Generated<Temporal.Instant>
}

export interface TopUpSaleTable {
  tenant_id: Generated<string>
  id: Generated<string>
  subscription_id: string
  offer_id: string
  state: string
  paid_by: string
  checkout_id: string | null
  invoice_id: string | null
  problem: string | null
  actor: Generated<string>
  created_at: Generated<Temporal.Instant>
  done_at: Temporal.Instant | null
}

export interface UngrantedUsageTable {
  tenant_id: Generated<string>
  subscription_id: string
  at: Temporal.Instant
  bytes: bigint
}

export interface UsageErrorTable {
  tenant_id: Generated<string>
  id: Generated<string>
  record_id: string
  source: string
  key: string
  code: string
  field: string
  fix: string
  record: unknown
  state: Generated<string>
  created_at: Generated<Temporal.Instant>
}

export interface UsageFileTable {
  tenant_id: Generated<string>
  id: Generated<string>
  source: string
  file_id: string
  name: string
  digest: string
  records: number
  total: string
  accepted: number
  copies: number
  rejected: number
  actor: Generated<string>
  created_at: Generated<Temporal.Instant>
}

export interface UsageHourTable {
  tenant_id: Generated<string>
  subscription_id: string
  hour: Temporal.Instant
  upload_bytes: Generated<bigint>
  download_bytes: Generated<bigint>
}

export interface UsageRatingTable {
  tenant_id: Generated<string>
  record_id: string
  number: number
  zone: string
  cost_units: bigint
  cost_decimals: number
  replaced_at: Temporal.Instant
  actor: Generated<string>
}

export interface UsageRecordTable {
  tenant_id: Generated<string>
  id: string
  content: string
  subscription_id: string
  source: string
  key: string
  measure: string
  other_party: string
  started_at: Temporal.Instant
  quantity: bigint
  zone: string
  cost_units: bigint
  cost_decimals: number
  ratings: Generated<number>
  state: Generated<string>
  created_at: Generated<Temporal.Instant>
}

export interface VoucherTable {
  tenant_id: Generated<string>
  id: string
  batch_id: string
  serial: number
  state: Generated<string>
  agent_account_id: string | null
  owed_minor: Generated<bigint>
  paid_minor: Generated<bigint>
  subscription_id: string | null
  redeemed_at: Temporal.Instant | null
}

export interface VoucherBatchTable {
  tenant_id: Generated<string>
  id: Generated<string>
  number: string
  offer_id: string
  offer_version_id: string
  location_id: string | null
  prefix: string
  drawn: number
  voucher_count: number
  made_count: Generated<number>
  price_minor: bigint
  currency: string
  redeem_until: string | null
  note: Generated<string>
  state: Generated<string>
  error: string | null
  version: Generated<number>
  created_at: Generated<Temporal.Instant>
}

export interface VoucherCodesTable {
  tenant_id: Generated<string>
  batch_id: string
  first_serial: number
  codes_sealed: string
}

export interface VoucherGuessTable {
  tenant_id: Generated<string>
  guesser: string
  wrong: number
  since: Temporal.Instant
}

export interface VoucherKeyTable {
  tenant_id: Generated<string>
  key_sealed: string
}

export interface VoucherMovementTable {
  tenant_id: Generated<string>
  id: Generated<string>
  batch_id: string
  kind: string
  from_serial: number
  to_serial: number
  voucher_count: number
  account_id: string | null
  amount_minor: bigint | null
  note: Generated<string>
  actor: Generated<string>
  at: Generated<Temporal.Instant>
}

export interface WebhookAttemptTable {
  tenant_id: Generated<string>
  id: Generated<string>
  delivery_id: string
  at: Temporal.Instant
  status: number | null
  duration_ms: number
  error: string | null
  answer: Generated<string>
}

export interface WebhookDeliveryTable {
  tenant_id: Generated<string>
  id: Generated<string>
  endpoint_id: string
  event_id: bigint | null
  event_type: string
  body: string
  state: Generated<string>
  attempts: Generated<number>
  next_attempt_at: Temporal.Instant
  last_status: number | null
  last_error: string | null
  created_at: Generated<Temporal.Instant>
  finished_at: Temporal.Instant | null
}

export interface WebhookEndpointTable {
  tenant_id: Generated<string>
  id: Generated<string>
  url: string
  description: Generated<string>
  event_types: string[] | null
  secret_sealed: string
  previous_secret_sealed: string | null
  previous_secret_until: Temporal.Instant | null
  enabled: Generated<boolean>
  disabled_because: string | null
  failing_since: Temporal.Instant | null
  succeeded_at: Temporal.Instant | null
  version: Generated<number>
  created_at: Generated<Temporal.Instant>
}

export interface WebhookInboxTable {
  tenant_id: Generated<string>
  id: Generated<string>
  gateway_id: string
  dedup_key: string
  body: string
  state: Generated<string>
  error: string | null
  deliveries: Generated<number>
  received_at: Generated<Temporal.Instant>
  processed_at: Temporal.Instant | null
}

export interface WebhookSettingTable {
  tenant_id: Generated<string>
  id: Generated<string>
  private_addresses: Generated<boolean>
}

export interface WriteOffTable {
  tenant_id: Generated<string>
  id: Generated<string>
  invoice_id: string
  currency: string
  net_minor: bigint
  tax_minor: bigint
  amount_minor: bigint
  booked_on: string
  reason: string
  actor: Generated<string>
  at: Generated<Temporal.Instant>
}
