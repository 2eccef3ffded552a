export { type EapMethod, type SupplicantOptions, Supplicant, eapMethods } from './supplicant.ts'
