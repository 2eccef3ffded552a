export { parseCsv } from './csv.ts'
export { archiveCustomers } from './archive-customers.ts'
export { changeAccount, holdAccount } from './change-customer.ts'
export { createCustomer, createCustomers as importCustomers } from './create-customer.ts'
export {
  type Account,
  type CreatedCustomer,
  type Customer,
  type CustomerDraft,
  kinds as customerKinds,
  states as customerStates,
} from './customer.ts'
export { customerArchived } from './errors.ts'
export { readAccount, readCustomer } from './read-customer.ts'
export { readAccountsOf, readCustomers } from './store.ts'
export { zCustomerDraft } from './wire.ts'
