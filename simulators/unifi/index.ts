export { createUnifi, type AuthorisedGuest, type Habits, type Unifi, type UnifiOptions } from './controller.ts'
